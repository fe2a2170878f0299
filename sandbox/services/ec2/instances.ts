import { randomBytes } from "node:crypto";
import { formatArn } from "iam-proof/names";
import type { Platform } from "../../identity/platform";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Calling, Request } from "../../operations/service";
import { AwsError, type Call } from "../../wire/messages";
import { authorisePassRole } from "../eks/pass-role";
import { profileWith } from "../iam/instance-profiles";
import { numbered } from "./networks";

/** An instance as it is stored: below `["instance", account, region, id]`. Nothing runs on it. */
interface InstanceRecord {
  id: string;
  image: string;
  type: string;
  launched: Date;
  /** Identifies a repeated call. */
  token?: string;
  isTerminated?: true;
  profile?: { arn: string; id: string };
}

export function runInstances({ platform, call, input, action }: Request) {
  const most = input.requiredInteger("MaxCount", { min: 1, max: 20 });
  input.requiredInteger("MinCount", { min: 1, max: most });
  const asked = input.structure("IamInstanceProfile");
  const name = asked?.optionalText("Name");
  const arn = asked?.optionalText("Arn");
  const profile = asked && profileWith(platform.store, call.caller.account, { arn, name });
  if (asked && !profile) {
    throw new AwsError(
      "InvalidParameterValue",
      `Value (${arn ?? name}) for parameter iamInstanceProfile is invalid. Invalid IAM Instance Profile`,
    );
  }
  if (profile && !profile.role) {
    throw new AwsError(
      "InvalidParameterValue",
      `IAM Instance Profile "${profile.arn}" has no associated IAM Roles`,
    );
  }
  const token = input.optionalText("ClientToken", { max: 64 });
  const made = Array.from({ length: most }, () => ({
    ...{ id: `i-${randomBytes(9).toString("hex").slice(0, 17)}`, launched: call.now },
    image: input.text("ImageId", { min: 1, max: 64 }),
    type: input.optionalText("InstanceType", { max: 64 }) ?? "m1.small",
    ...(token && { token }),
    ...(profile && { profile: { arn: profile.arn, id: profile.id } }),
  }));
  const context = profile && { "ec2:InstanceProfile": profile.arn };
  platform.authorise(call, { action, resource: arnOf(call, "*"), ...(context && { context }) });
  if (profile?.role) authorisePassRole({ platform, call }, profile.role, "ec2.amazonaws.com");
  const before = all(platform, call).filter((one) => token && one.token === token);
  if (before.length > 0) {
    const askedFor = (all: InstanceRecord[]) =>
      JSON.stringify(all.map(({ image, profile, type }) => [image, profile, type]));
    if (askedFor(before) === askedFor(made)) return launched(call, before);
    throw new AwsError(
      "IdempotentParameterMismatch",
      "The client token was used for a request with other parameters",
    );
  }
  platform.store.transaction((writer) => {
    for (const one of made) writer.put(placeOf(call, one.id), one);
  });
  return launched(call, made);
}

export function describeInstances({ platform, call, input, action }: Request) {
  platform.authorise(call, { action, resource: "*" });
  const ids = numbered(input, "InstanceId").texts("InstanceId");
  for (const id of ids) find({ platform, call }, id);
  const asked = all(platform, call).filter(({ id }) => ids.length === 0 || ids.includes(id));
  const { items, more } = cutPage(asked, input, PAGES.ec2, 1000);
  return {
    reservationSet: items.map((one) => launched(call, [one])),
    ...more,
  };
}

export function terminateInstances({ platform, call, input, action }: Request) {
  const ids = numbered(input, "InstanceId").texts("InstanceId");
  if (ids.length === 0) {
    throw new AwsError("MissingParameter", "The request must contain the parameter InstanceId");
  }
  for (const id of ids) platform.authorise(call, { action, resource: arnOf(call, id) });
  const found = ids.map((id) => find({ platform, call }, id));
  platform.store.transaction((writer) => {
    for (const one of found) writer.put(placeOf(call, one.id), { ...one, isTerminated: true });
  });
  return {
    instancesSet: found.map((one) => ({
      instanceId: one.id,
      currentState: TERMINATED,
      previousState: stateOf(one),
    })),
  };
}

const RUNNING = { code: "16", name: "running" };
const TERMINATED = { code: "48", name: "terminated" };

function stateOf({ isTerminated }: InstanceRecord) {
  return isTerminated ? TERMINATED : RUNNING;
}

/** Instances of one launch. */
function launched({ caller: { account } }: Call, made: InstanceRecord[]) {
  const reservationId = made[0]?.id.replace("i-", "r-");
  return { reservationId, ownerId: account, instancesSet: made.map(shown) };
}

function all(platform: Platform, { caller: { account }, region }: Call): InstanceRecord[] {
  return platform.store.values<InstanceRecord>(["instance", account, region]);
}

function shown(one: InstanceRecord) {
  const { id, image, launched, profile, type } = one;
  return {
    ...{ instanceId: id, imageId: image, instanceType: type, launchTime: launched },
    instanceState: stateOf(one),
    ...(profile && { iamInstanceProfile: profile }),
  };
}

function find({ platform, call }: Calling, id: string): InstanceRecord {
  if (!/^i-[0-9a-f]+$/.test(id)) {
    throw new AwsError("InvalidInstanceID.Malformed", `Invalid id: "${id}"`);
  }
  const found = platform.store.get<InstanceRecord>(placeOf(call, id));
  if (found) return found;
  throw new AwsError("InvalidInstanceID.NotFound", `The instance ID '${id}' does not exist`);
}

function placeOf({ caller, region }: Call, id: string): [string, ...string[]] {
  return ["instance", caller.account, region, id];
}

function arnOf({ caller: { account, partition }, region }: Call, id: string): string {
  return formatArn({ partition, service: "ec2", region, account, resource: `instance/${id}` });
}
