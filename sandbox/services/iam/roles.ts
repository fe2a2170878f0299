import { randomUUID } from "node:crypto";
import { type RoleRecord, randomId } from "../../identity/records/iam-records";
import type { Input } from "../../operations/input/input";
import type { Request } from "../../operations/service";
import type { StoreKey } from "../../store/store";
import { AwsError } from "../../wire/messages";
import { deleteConflict, invalidInput, noSuchEntity } from "./errors";
import {
  authorisedIdentity,
  changeIdentity,
  deleteIdentity,
  identityPage,
  isServiceLinked,
  ROLE,
  SERVICE_PATH,
} from "./identities";
import { profilesOf } from "./instance-profiles";
import { addIdentity, listedRole, newIdentity, roleOutput } from "./new-identity";
import { bindTrust } from "./policy-text";

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

/** The role of each service that can have one here. It has no policy, because its service makes no calls. */
const ROLE_NAMES: Record<string, string> = {
  "eks.amazonaws.com": "AWSServiceRoleForAmazonEKS",
  "eks-fargate.amazonaws.com": "AWSServiceRoleForAmazonEKSForFargate",
  "eks-nodegroup.amazonaws.com": "AWSServiceRoleForAmazonEKSNodegroup",
};

export function createServiceLinkedRole(request: Request) {
  const { platform, call, input, action } = request;
  const service = input.text("AWSServiceName", { min: 1, max: 128, pattern: /^[\w+=,.@-]+$/ });
  const description = input.optionalText("Description", { max: 1000 });
  const name = Object.hasOwn(ROLE_NAMES, service) ? ROLE_NAMES[service] : undefined;
  const { account, partition } = call.caller;
  const path = `${SERVICE_PATH}${service}/`;
  const arn = `arn:${partition}:iam::${account}:role${path}${name ?? "*"}`;
  platform.authorise(call, { action, resource: arn, context: { "iam:AWSServiceName": service } });
  if (name === undefined) {
    throw invalidInput(`AWSServiceName=${service} is not offered by the sandbox`);
  }
  if (ROLE.find(platform.store, account, name)) {
    throw invalidInput(
      `Service role name ${name} has been taken in this account, please try a different suffix.`,
    );
  }
  const role: RoleRecord = {
    ...{ account, partition, path, name, arn, id: randomId("AROA"), createDate: call.now },
    ...{ tags: {}, inlinePolicies: {}, attachedPolicies: [], maxSessionDuration: 3600 },
    ...(description !== undefined && { description }),
    trust: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
    }),
  };
  addIdentity(platform, ROLE, role);
  return { Role: roleOutput(platform.store, role) };
}

/** Deletes the role unless its service has a cluster. Returns a task that is done at once. */
export function deleteServiceLinkedRole(request: Request) {
  const { store } = request.platform;
  return store.transaction((writer) => {
    const role = authorisedIdentity(request, ROLE);
    if (!isServiceLinked(role)) throw invalidInput(`${role.name} is no service-linked role.`);
    const { account, name, path } = role;
    const isUsed = store.list(["eks-cluster", account]).length > 0;
    if (!isUsed) {
      writer.remove(["role", account, name.toLowerCase()]);
      writer.remove(["iam-id", role.id]);
    }
    const id = `task${path}${name}/${randomUUID()}`;
    writer.put(taskKey(account, id), { status: isUsed ? "FAILED" : "SUCCEEDED" });
    return { DeletionTaskId: id };
  });
}

export function getServiceLinkedRoleDeletionStatus({ platform, call, input, action }: Request) {
  const id = input.text("DeletionTaskId", { min: 1, max: 1000 });
  const { account, partition } = call.caller;
  const resource = `arn:${partition}:iam::${account}:role/${id.split("/").slice(1, 4).join("/")}`;
  platform.authorise(call, { action, resource });
  const task = platform.store.get<{ status: string }>(taskKey(account, id));
  if (!task) throw noSuchEntity(`The deletion task ${id} cannot be found.`);
  const Reason = "The service has resources that use the role.";
  return { Status: task.status, ...(task.status === "FAILED" && { Reason: { Reason } }) };
}

function taskKey(account: string, id: string): StoreKey {
  return ["iam-deletion-task", account, id];
}
