import type { LandingZone, ResolvedAccount, ResolvedSecret } from "../../sdk/grant";
import { type AccountAccess, accountAccess } from "../aws/account-access";
import { awsFailure, isError } from "../aws/aws-error";
import { UserError } from "../errors";
import { inParallel } from "../in-parallel";

/** Calls in flight for one account. */
const AT_ONCE = 8;

/** What is known about the value of a secret. */
export type ValueState = "put" | "missing" | "scheduled for deletion" | "not deployed" | "unknown";

/** It, and why it is unknown. */
export interface AskedValue {
  value: ValueState;
  reason?: string;
}

/** Secrets that an account's deployments read, without which their pods cannot start. */
export function secretsOfDeployments(
  { readers }: LandingZone,
  account: ResolvedAccount,
): ResolvedSecret[] {
  const own = readers.filter(
    ({ cluster, deployment }) => cluster.account === account && deployment,
  );
  const secrets = own.flatMap(({ grants }) =>
    grants.flatMap((grant) => (grant.kind === "secret" ? [grant.target] : [])),
  );
  return [...new Set(secrets)];
}

/** Whether each secret has a value, asked with credentials of its owner; unknown where there are none. */
export async function valueStates(
  secrets: readonly ResolvedSecret[],
  verb: string,
): Promise<Map<ResolvedSecret, AskedValue>> {
  const states = new Map<ResolvedSecret, AskedValue>();
  const places = new Map<string, ResolvedSecret[]>();
  for (const secret of secrets) {
    const place = `${secret.account.name} ${secret.region}`;
    places.set(place, [...(places.get(place) ?? []), secret]);
  }
  for (const own of places.values()) {
    const [first] = own;
    if (!first) continue;
    const access = await accountAccess(first.account, first.region, verb).catch(reasonOf);
    await inParallel(own, AT_ONCE, async (secret) => {
      states.set(
        secret,
        typeof access === "string" ? unknown(access) : await asked(secret, access),
      );
    });
  }
  return states;
}

/** A `UserError` that names the secrets which have no value, where there are any. */
export async function requireValues(zone: LandingZone, account: ResolvedAccount): Promise<void> {
  const states = await valueStates(secretsOfDeployments(zone, account), "up");
  const missing = [...states].flatMap(([{ id }, { value }]) => (value === "missing" ? [id] : []));
  if (missing.length === 0) return;
  throw new UserError(
    `its pods would wait for values that are missing: ${missing.join(", ")}; give each its own with eks-pod-secrets put`,
  );
}

async function asked(
  { account, existingArn, id, name }: ResolvedSecret,
  { credentials, region }: AccountAccess,
): Promise<AskedValue> {
  const { DescribeSecretCommand, SecretsManagerClient } = await import(
    "@aws-sdk/client-secrets-manager"
  );
  const client = new SecretsManagerClient({ region, credentials });
  try {
    const command = new DescribeSecretCommand({ SecretId: existingArn ?? name });
    const { DeletedDate, VersionIdsToStages = {} } = await client.send(command);
    if (DeletedDate) return { value: "scheduled for deletion" };
    const stages = Object.values(VersionIdsToStages).flat();
    return { value: stages.includes("AWSCURRENT") ? "put" : "missing" };
  } catch (error) {
    if (isError(error, "ResourceNotFoundException")) return { value: "not deployed" };
    const what = `cannot ask account ${account.id} (${account.name}) for ${id}`;
    const failure = awsFailure(error, what, undefined);
    if (isError(error, "AccessDeniedException")) return unknown(failure.message);
    throw failure;
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
