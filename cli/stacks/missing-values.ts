import type { LandingZone, ResolvedAccount, ResolvedSecret } from "../../sdk/grant";
import { type AccountAccess, accountAccess } from "../aws/account-access";
import { isError } from "../aws/aws-error";
import { UserError } from "../errors";
import { inParallel } from "../in-parallel";

/** Calls in flight for one account. */
const AT_ONCE = 8;

/** What is known about the value of a secret. */
export type ValueState = "put" | "missing" | "scheduled for deletion" | "not deployed" | "unknown";

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
): Promise<Map<ResolvedSecret, ValueState>> {
  const states = new Map<ResolvedSecret, ValueState>();
  const places = new Map<string, ResolvedSecret[]>();
  for (const secret of secrets) {
    const place = `${secret.account.name} ${secret.region}`;
    places.set(place, [...(places.get(place) ?? []), secret]);
  }
  for (const own of places.values()) {
    const [first] = own;
    if (!first) continue;
    const access = await accountAccess(first.account, first.region, verb).catch(nothing);
    await inParallel(own, AT_ONCE, async (secret) => {
      states.set(secret, access ? await valueState(secret, access) : "unknown");
    });
  }
  return states;
}

/** A `UserError` that names the secrets which have no value, where there are any. */
export async function requireValues(zone: LandingZone, account: ResolvedAccount): Promise<void> {
  const states = await valueStates(secretsOfDeployments(zone, account), "up");
  const missing = [...states].flatMap(([{ id }, state]) => (state === "missing" ? [id] : []));
  if (missing.length === 0) return;
  throw new UserError(
    `its pods would wait for values that are missing: ${missing.join(", ")}; give each its own with eks-pod-secrets put`,
  );
}

async function valueState(
  { existingArn, name }: ResolvedSecret,
  { credentials, region }: AccountAccess,
): Promise<ValueState> {
  const { DescribeSecretCommand, SecretsManagerClient } = await import(
    "@aws-sdk/client-secrets-manager"
  );
  const client = new SecretsManagerClient({ region, credentials });
  try {
    const command = new DescribeSecretCommand({ SecretId: existingArn ?? name });
    const { DeletedDate, VersionIdsToStages = {} } = await client.send(command);
    if (DeletedDate) return "scheduled for deletion";
    const stages = Object.values(VersionIdsToStages).flat();
    return stages.includes("AWSCURRENT") ? "put" : "missing";
  } catch (error) {
    if (isError(error, "ResourceNotFoundException")) return "not deployed";
    if (isError(error, "AccessDeniedException")) return "unknown";
    throw error;
  } finally {
    client.destroy();
  }
}

/** Credentials of the owner are not at hand. */
function nothing(error: unknown): undefined {
  if (error instanceof UserError) return undefined;
  throw error;
}
