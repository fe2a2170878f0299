import { randomBytes } from "node:crypto";
import { formatArn } from "iam-proof/names";
import { acceptPolicy, shownPolicy } from "../../identity/policies/accept-policy";
import type { Input } from "../../operations/input/input";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Calling, Request } from "../../operations/service";
import { AwsError, type Call } from "../../wire/messages";
import { numbered } from "./networks";

/** An endpoint as it is stored: below `["vpc-endpoint", account, region, id]`. */
interface VpcEndpointRecord {
  id: string;
  vpc: string;
  service: string;
  policy: string;
  created: Date;
}

const DEFAULT_POLICY = JSON.stringify({
  Version: "2008-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
});
const POLICY = { min: 1, max: 20_480 };
const SERVICE = { min: 1, pattern: /^[a-z0-9]+(\.[a-z0-9-]+)+$/ };

export function createVpcEndpoint({ platform, call, input, action }: Request) {
  const record: VpcEndpointRecord = {
    id: `vpce-${randomBytes(9).toString("hex").slice(0, 17)}`,
    vpc: input.text("VpcId", { pattern: /^vpc-[0-9a-z]+$/ }),
    service: input.text("ServiceName", SERVICE),
    policy: DEFAULT_POLICY,
    created: call.now,
  };
  platform.authorise(call, { action, resource: arnOf(call, record.id) });
  const stored = { ...record, policy: policyOf({ platform, call }, input, record) };
  platform.store.transaction((writer) => writer.put(placeOf(call, record.id), stored));
  return { vpcEndpoint: shown({ platform, call }, stored) };
}

export function describeVpcEndpoints({ platform, call, input, action }: Request) {
  platform.authorise(call, { action, resource: "*" });
  const ids = numbered(input, "VpcEndpointId").texts("VpcEndpointId");
  for (const id of ids) find({ platform, call }, id);
  const asked = all({ platform, call }).filter(({ id }) => ids.length === 0 || ids.includes(id));
  const { items, more } = cutPage(asked, input, PAGES.ec2, 1000);
  return { vpcEndpointSet: items.map((one) => shown({ platform, call }, one)), ...more };
}

export function modifyVpcEndpoint({ platform, call, input, action }: Request) {
  const id = input.text("VpcEndpointId");
  platform.authorise(call, { action, resource: arnOf(call, id) });
  platform.store.transaction((writer) => {
    const found = find({ platform, call }, id);
    const policy = input.flag("ResetPolicy")
      ? DEFAULT_POLICY
      : policyOf({ platform, call }, input, found);
    writer.put(placeOf(call, id), { ...found, policy });
  });
  return { return: true };
}

export function deleteVpcEndpoints({ platform, call, input, action }: Request) {
  const ids = numbered(input, "VpcEndpointId").texts("VpcEndpointId");
  if (ids.length === 0) {
    throw new AwsError("MissingParameter", "The request must contain the parameter VpcEndpointId");
  }
  for (const id of ids) platform.authorise(call, { action, resource: arnOf(call, id) });
  platform.store.transaction((writer) => {
    for (const id of ids) {
      find({ platform, call }, id);
      writer.remove(placeOf(call, id));
    }
  });
  return { unsuccessful: [] };
}

function policyOf({ platform }: Calling, input: Input, { id, policy }: VpcEndpointRecord): string {
  const text = input.optionalText("PolicyDocument", POLICY);
  if (text === undefined) return policy;
  const words = {
    name: `policy of ${id}`,
    kind: "resource",
    invalidPrincipal: "Invalid principal in policy",
  } as const;
  try {
    return acceptPolicy(platform.store, text, words);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError("InvalidPolicyDocument", error.message);
  }
}

function shown({ platform, call }: Calling, record: VpcEndpointRecord) {
  return {
    vpcEndpointId: record.id,
    vpcEndpointType: "Interface",
    vpcId: record.vpc,
    serviceName: record.service,
    state: "available",
    policyDocument: shownPolicy(platform.store, record.policy),
    creationTimestamp: record.created,
    ownerId: call.caller.account,
  };
}

function find(calling: Calling, id: string): VpcEndpointRecord {
  const { platform, call } = calling;
  const found = platform.store.get<VpcEndpointRecord>(placeOf(call, id));
  if (found) return found;
  throw new AwsError("InvalidVpcEndpointId.NotFound", `The Vpc Endpoint Id '${id}' does not exist`);
}

function all({ platform, call: { caller, region } }: Calling): VpcEndpointRecord[] {
  return platform.store.values<VpcEndpointRecord>(["vpc-endpoint", caller.account, region]);
}

function placeOf({ caller, region }: Call, id: string): [string, ...string[]] {
  return ["vpc-endpoint", caller.account, region, id];
}

function arnOf({ caller: { account, partition }, region }: Call, id: string): string {
  return formatArn({ partition, service: "ec2", region, account, resource: `vpc-endpoint/${id}` });
}
