import type { RoleRecord } from "../../identity/records/iam-records";
import type { Input } from "../../operations/input/input";
import type { Request } from "../../operations/service";
import { AwsError } from "../../wire/messages/operation";
import { deleteConflict } from "./errors";
import {
  authorisedIdentity,
  changeIdentity,
  deleteIdentity,
  identityPage,
  ROLE,
} from "./identities";
import { profilesOf } from "./instance-profiles";
import { addIdentity, newIdentity } from "./new-identity";
import { bindTrust } from "./policy-text";
import { listedRole, roleOutput } from "./role-output";

const DURATION = { min: 3600, max: 43_200 };
const DESCRIPTION = /^[\t\n\r\u0020-\u007E\u00A1-\u00FF]*$/;

export function createRole(request: Request) {
  const { platform, input } = request;
  const identity = newIdentity(request, ROLE, "AROA");
  const description = readDescription(input);
  const role: RoleRecord = {
    ...identity,
    ...(description !== undefined && { description }),
    maxSessionDuration: input.integer("MaxSessionDuration", DURATION) ?? 3600,
    trust: bindTrust(platform.store, input.text("AssumeRolePolicyDocument", { min: 1 })),
  };
  addIdentity(platform, ROLE, role);
  return { Role: roleOutput(platform.store, role) };
}

export function getRole(request: Request) {
  const role = authorisedIdentity(request, ROLE);
  return { Role: { ...roleOutput(request.platform.store, role), RoleLastUsed: {} } };
}

export function updateRole(request: Request) {
  authorisedIdentity(request, ROLE);
  const maxSessionDuration = request.input.integer("MaxSessionDuration", DURATION);
  const description = readDescription(request.input);
  changeIdentity(request, ROLE, (role) => ({
    ...role,
    ...(description !== undefined && { description }),
    ...(maxSessionDuration !== undefined && { maxSessionDuration }),
  }));
  return {};
}

export function updateRoleDescription(request: Request) {
  const description = readDescription(request.input) ?? request.input.text("Description");
  const changed = changeIdentity(request, ROLE, (role) => ({ ...role, description }));
  return { Role: roleOutput(request.platform.store, changed) };
}

/** Changes who may assume a role. */
export function updateAssumeRolePolicy(request: Request) {
  changeIdentity(request, ROLE, (role) => ({
    ...role,
    trust: bindTrust(request.platform.store, request.input.text("PolicyDocument", { min: 1 })),
  }));
}

export function deleteRole(request: Request) {
  deleteIdentity(request, ROLE, (role) => {
    if (profilesOf(request.platform.store, role).length > 0) {
      throw deleteConflict("Cannot delete entity, must remove roles from instance profile first.");
    }
  });
}

export function listRoles(request: Request) {
  const { items, more } = identityPage(request, ROLE);
  return { Roles: items.map((role) => listedRole(request.platform.store, role)), ...more };
}

function readDescription(input: Input): string | undefined {
  const description = input.optionalText("Description", { max: 1000 });
  if (description !== undefined && !DESCRIPTION.test(description)) {
    throw new AwsError("ValidationError", "Description holds characters that IAM does not take");
  }
  return description;
}
