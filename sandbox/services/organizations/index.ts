import type { Platform } from "../../identity/platform";
import { rootOf } from "../../identity/policies/organization";
import { bindOperations, type Request } from "../../operations/service";
import type { JsonService } from "../../wire/messages";
import * as delegation from "./delegation";
import {
  arnOf,
  fault,
  managed,
  type Organization,
  ownOrganization,
  readType,
  save,
} from "./managed-organization";
import OPERATIONS from "./operations.json";
import * as policies from "./policies";

const RUNS = { ...delegation, ...policies, describeOrganization, enablePolicyType, listRoots };

/** The organization from `PUT /_sandbox/organization`, without units: policies are attached to its root and accounts. */
export function createOrganizations(platform: Platform): JsonService {
  const service = {
    protocol: "json",
    signingName: "organizations",
    unsupported: "InvalidInputException",
    targetPrefix: "AWSOrganizationsV20161128",
    messageMember: "Message",
  } as const;
  return { ...service, operations: bindOperations(platform, service, OPERATIONS, RUNS) };
}

function describeOrganization({ platform, call, action }: Request) {
  platform.authorise(call, { action, resource: "*" });
  const found = ownOrganization({ platform, call });
  const { id, managementAccount } = found;
  const MasterAccountArn = arnOf(call, found, managementAccount);
  const Arn = MasterAccountArn.replace(/account\/.*$/, `organization/${id}`);
  const MasterAccountEmail = `${managementAccount}@example.com`;
  const master = { MasterAccountArn, MasterAccountEmail, MasterAccountId: managementAccount };
  return { Organization: { Id: id, Arn, FeatureSet: "ALL", ...master } };
}

function listRoots(request: Request) {
  return { Roots: [shownRoot(request, managed(request))] };
}

function shownRoot({ call }: Request, found: Organization) {
  const PolicyTypes = (found.policyTypes ?? []).map((Type) => ({ Type, Status: "ENABLED" }));
  const Id = rootOf(found);
  return { Id, Arn: arnOf(call, found, Id), Name: "Root", PolicyTypes };
}

function enablePolicyType(request: Request) {
  const type = readType(request.input, "PolicyType");
  const root = request.input.text("RootId");
  const found = managed(request, root);
  const { policyTypes = [] } = found;
  if (root !== rootOf(found)) throw fault("RootNotFoundException");
  if (policyTypes.includes(type)) throw fault("PolicyTypeAlreadyEnabledException");
  const changed = { ...found, policyTypes: [...policyTypes, type] };
  save(request.platform, changed);
  return { Root: shownRoot(request, changed) };
}
