import type {
  LandingZone,
  ResolvedAccount,
  ResolvedParameter,
  ResolvedSecret,
} from "eks-pod-secrets/grant";
import { addTo, inParallel } from "iam-proof/collections";
import { type AccountAccess, accountAccess } from "../../aws/account-access";
import { awsFailure, isError, nothingIf, withClient } from "../../aws/aws-error";
import { type ParameterState, parameterState } from "../../aws/parameter-key";
import { UserError, userReason } from "../../terminal/errors";
import { note } from "../../terminal/output";

/** Calls in flight for one account. */
const AT_ONCE = 8;

/** A secret, as far as it takes to ask AWS for it. */
export type AskedSecret = Pick<
  ResolvedSecret,
  "account" | "existingArn" | "id" | "name" | "region"
>;

/** What has a value that `put` gives it. */
type Valued =
  | { kind: "secret"; target: AskedSecret }
  | { kind: "parameter"; target: ResolvedParameter };

/** What is known about the value of a secret or parameter. */
type ValueState = ParameterState | "scheduled for deletion" | "not deployed" | "unknown";

const PUT_ANEW =
  "under another key: the inventory names a key that does not encrypt the value; put it anew with eks-pod-secrets put";

/** It, and why it is unknown, or what to do. */
export interface AskedValue {
  value: ValueState;
  reason?: string;
  /** AWS refused to tell it to credentials that are at hand. */
  isRefused?: true;
}

/** What an account's deployments read, without which their pods cannot start; of what others own nobody here can ask. */
export function readByDeployments({ readers }: LandingZone, account: ResolvedAccount): Valued[] {
  const own = readers.filter(
    ({ cluster, deployment }) => cluster.account === account && deployment,
  );
  const read = own.flatMap(({ grants }): Valued[] =>
    grants.filter((grant) => grant.kind !== "secret" || !grant.target.external),
  );
  return [...new Map(read.map((one) => [one.target, one])).values()];
}

/** Everything of a landing zone that has a value. */
export function allValued({ parameters, secrets }: LandingZone): Valued[] {
  return [
    ...secrets.map((target) => ({ kind: "secret" as const, target })),
    ...parameters.map((target) => ({ kind: "parameter" as const, target })),
  ];
}

/** Whether each has a value, asked with credentials of its owner; unknown where there are none. */
export async function valueStates<One extends Valued>(
  all: readonly One[],
  verb: string,
): Promise<Map<One, AskedValue>> {
  const states = new Map<One, AskedValue>();
  const places = new Map<string, One[]>();
  for (const one of all) {
    states.set(one, { value: "unknown" }); // in their order, whichever is answered first
    addTo(places, `${one.target.account.name} ${one.target.region}`, one);
  }
  for (const own of places.values()) {
    const [first] = own;
    if (!first) continue;
    const { account, region } = first.target;
    const access = await accountAccess(account, region, verb).catch(userReason);
    await inParallel(own, AT_ONCE, async (one) => {
      states.set(one, typeof access === "string" ? unknown(access) : await asked(one, access));
    });
  }
  return states;
}

/**
 * A `UserError` that names what pods wait for in vain, and what they could no longer decrypt, where there are any. Notes where AWS
 * refuses to tell.
 */
export async function requireValues(zone: LandingZone, account: ResolvedAccount): Promise<void> {
  const needed = readByDeployments(zone, account);
  const states = await valueStates([...needed, ...otherParameters(zone, account, needed)], "up");
  for (const { isRefused, reason } of states.values()) {
    if (isRefused)
      note(`${reason}; whether it has a value is not known, and pods wait until it has`);
  }
  const named = (state: ValueState, all: readonly Valued[]) =>
    all.flatMap((one) => (states.get(one)?.value === state ? [one.target.id] : [])).join(", ");
  const missing = named("missing", needed);
  const under = named("under another key", [...states.keys()]);
  const reasons = [
    ...(missing
      ? [
          `its pods would wait for values that are missing: ${missing}; give each its own with eks-pod-secrets put`,
        ]
      : []),
    ...(under
      ? [
          `its pods could not decrypt values that AWS keeps under another key than the inventory names: ${under}; put each anew with eks-pod-secrets put`,
        ]
      : []),
  ];
  if (reasons.length > 0) throw new UserError(reasons.join("\n"));
}

/** The parameters that pods of other tools read. Parameters are read in their own account only. */
function otherParameters(
  { parameters }: LandingZone,
  account: ResolvedAccount,
  needed: readonly Valued[],
): Valued[] {
  const known = new Set(needed.map(({ target }) => target));
  return parameters
    .filter((one) => one.account === account && one.grants.length > 0 && !known.has(one))
    .map((target) => ({ kind: "parameter", target }));
}

async function asked(one: Valued, access: AccountAccess): Promise<AskedValue> {
  const { account, id } = one.target;
  try {
    const value =
      one.kind === "secret"
        ? await secretState(one.target, access)
        : await parameterState(one.target, access);
    return value === "under another key" ? { value, reason: PUT_ANEW } : { value };
  } catch (error) {
    const what = `cannot ask account ${account.id} (${account.name}) for ${id}`;
    const failure = awsFailure(error, what, undefined);
    if (isError(error, "AccessDeniedException")) {
      return { ...unknown(failure.message), isRefused: true };
    }
    throw failure;
  }
}

async function secretState(
  { existingArn, name }: AskedSecret,
  access: AccountAccess,
): Promise<ValueState> {
  const { DescribeSecretCommand, SecretsManagerClient } = await import(
    "@aws-sdk/client-secrets-manager"
  );
  const command = new DescribeSecretCommand({ SecretId: existingArn ?? name });
  const asked = withClient(new SecretsManagerClient(access), (client) => client.send(command));
  const found = await asked.catch(nothingIf("ResourceNotFoundException"));
  if (!found) return "not deployed";
  if (found.DeletedDate) return "scheduled for deletion";
  const stages = Object.values(found.VersionIdsToStages ?? {}).flat();
  return stages.includes("AWSCURRENT") ? "put" : "missing";
}

function unknown(reason: string): AskedValue {
  return { value: "unknown", reason };
}
