import type {
  LandingZone,
  ResolvedAccount,
  ResolvedParameter,
  ResolvedSecret,
} from "../../sdk/grant";
import { type AccountAccess, accountAccess } from "../aws/account-access";
import { awsFailure, isError } from "../aws/aws-error";
import { inParallel } from "../aws/in-parallel";
import { UserError } from "../terminal/errors";

/** Calls in flight for one account. */
const AT_ONCE = 8;

/** A secret, as far as it takes to ask AWS for it. */
export type AskedSecret = Pick<
  ResolvedSecret,
  "account" | "existingArn" | "id" | "name" | "region"
>;

/** What has a value that `put` gives it. */
export type Valued =
  | { kind: "secret"; target: AskedSecret }
  | { kind: "parameter"; target: ResolvedParameter };

/** What is known about the value of a secret or parameter. */
export type ValueState = "put" | "missing" | "scheduled for deletion" | "not deployed" | "unknown";

/** It, and why it is unknown. */
export interface AskedValue {
  value: ValueState;
  reason?: string;
}

/** What an account's deployments read, without which their pods cannot start. */
export function readByDeployments({ readers }: LandingZone, account: ResolvedAccount): Valued[] {
  const own = readers.filter(
    ({ cluster, deployment }) => cluster.account === account && deployment,
  );
  const read = own.flatMap(({ grants }): Valued[] => grants);
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
    const place = `${one.target.account.name} ${one.target.region}`;
    places.set(place, [...(places.get(place) ?? []), one]);
  }
  for (const own of places.values()) {
    const [first] = own;
    if (!first) continue;
    const { account, region } = first.target;
    const access = await accountAccess(account, region, verb).catch(reasonOf);
    await inParallel(own, AT_ONCE, async (one) => {
      states.set(one, typeof access === "string" ? unknown(access) : await asked(one, access));
    });
  }
  return states;
}

/** A `UserError` that names what has no value, where there are any. */
export async function requireValues(zone: LandingZone, account: ResolvedAccount): Promise<void> {
  const states = await valueStates(readByDeployments(zone, account), "up");
  const missing = [...states].flatMap(([{ target }, { value }]) =>
    value === "missing" ? [target.id] : [],
  );
  if (missing.length === 0) return;
  throw new UserError(
    `its pods would wait for values that are missing: ${missing.join(", ")}; give each its own with eks-pod-secrets put`,
  );
}

async function asked(one: Valued, access: AccountAccess): Promise<AskedValue> {
  const { account, id } = one.target;
  try {
    const value =
      one.kind === "secret"
        ? await secretState(one.target, access)
        : await parameterState(one.target, access);
    return { value };
  } catch (error) {
    const what = `cannot ask account ${account.id} (${account.name}) for ${id}`;
    const failure = awsFailure(error, what, undefined);
    if (isError(error, "AccessDeniedException")) return unknown(failure.message);
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
  const client = new SecretsManagerClient(access);
  try {
    const command = new DescribeSecretCommand({ SecretId: existingArn ?? name });
    const { DeletedDate, VersionIdsToStages = {} } = await client.send(command);
    if (DeletedDate) return "scheduled for deletion";
    const stages = Object.values(VersionIdsToStages).flat();
    return stages.includes("AWSCURRENT") ? "put" : "missing";
  } catch (error) {
    if (isError(error, "ResourceNotFoundException")) return "not deployed";
    throw error;
  } finally {
    client.destroy();
  }
}

/** A parameter is there once it has a value. */
async function parameterState(
  { name }: ResolvedParameter,
  access: AccountAccess,
): Promise<ValueState> {
  const { DescribeParametersCommand, SSMClient } = await import("@aws-sdk/client-ssm");
  const client = new SSMClient(access);
  try {
    const named = { Key: "Name", Option: "Equals", Values: [name] };
    const command = new DescribeParametersCommand({ ParameterFilters: [named] });
    const { Parameters = [] } = await client.send(command);
    return Parameters.length > 0 ? "put" : "missing";
  } finally {
    client.destroy();
  }
}

function unknown(reason: string): AskedValue {
  return { value: "unknown", reason };
}

/** Why credentials of the owner are not at hand. */
function reasonOf(error: unknown): string {
  if (error instanceof UserError) return error.message;
  throw error;
}
