import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { putParameter } from "../../../cli/verbs/put/put-parameter";
import { putSecret } from "../../../cli/verbs/put/put-secret";
import type { LandingZone, ResolvedSecret } from "../../../sdk/grant";
import type { EngineHarness } from "../harness";
import { type SandboxRecord, sandboxRecords } from "../sandbox-records";

/** Values that were put, by `<account id> <region> <name>` of their secrets, replicas included. */
export type PutValues = Map<string, string>;

/**
 * Gives every existing secret without a value one of its own, and every parameter the same value again. A new replica gets
 * the value of its secret.
 */
export async function putValues(
  sandbox: EngineHarness,
  { parameters, secrets }: LandingZone,
  values: PutValues,
): Promise<void> {
  const records = await sandboxRecords(sandbox.control);
  const accessTo = async (account: string, region: string) => ({
    ...(await sandbox.client(account)),
    ...{ region, requestHandler: LIMITS, callerArn: "" },
  });
  for (const secret of secrets) {
    const places = placesOf(secret);
    const isThere = places.every((place) => find(records, "secret", place));
    if (!isThere) continue;
    const [primary = ""] = places;
    const put = newValue(primary);
    if (!values.has(primary)) {
      await putSecret(secret, put, await accessTo(secret.account.name, secret.region));
    }
    for (const place of places) values.set(place, values.get(primary) ?? put.text);
  }
  for (const parameter of parameters) {
    const access = await accessTo(parameter.account.name, parameter.region);
    await putParameter(parameter, newValue(parameter.id), access);
  }
}

/** Time limits of the SDK's client. */
const LIMITS = { connectionTimeout: 5000, requestTimeout: 30_000, throwOnRequestTimeout: true };

function newValue(subject: string) {
  const text = `value of ${subject}`;
  return { text, bytes: Buffer.from(text) };
}

/** The places of a secret and its replicas. */
export function placesOf({ account, name, region, replicas }: ResolvedSecret): string[] {
  return [region, ...replicas.map((replica) => replica.region)].map(
    (one) => `${account.id} ${one} ${name}`,
  );
}

/**
 * Finds the values that are lost, or will be when a key is deleted. The places in `given` were confirmed by name, so they may
 * lose their values.
 */
export async function lostValues(
  sandbox: EngineHarness,
  values: PutValues,
  given: ReadonlySet<string>,
): Promise<string[]> {
  const records = await sandboxRecords(sandbox.control);
  const lost: string[] = [];
  for (const [place, value] of values) {
    const reason = given.has(place) ? undefined : await lossOf(sandbox, records, place, value);
    if (reason) lost.push(`${place}: ${reason}`);
  }
  return [...lost, ...doomedVersions(records)];
}

/** Whether a place still has the value that was put there. */
export async function keepsValue(
  sandbox: EngineHarness,
  place: string,
  value: string,
): Promise<boolean> {
  const records = await sandboxRecords(sandbox.control);
  return (await lossOf(sandbox, records, place, value)) === undefined;
}

async function lossOf(
  sandbox: EngineHarness,
  records: readonly SandboxRecord[],
  place: string,
  value: string,
): Promise<string | undefined> {
  const secret = find(records, "secret", place);
  if (!secret) return "it is gone";
  if (secret.deletion) return "it is scheduled for deletion";
  const [account = "", region = "", name = ""] = place.split(" ");
  const said = await currentValue(sandbox, account, region, name);
  return said === value || said === "AccessDeniedException" ? undefined : `it has ${said}`;
}

/** Versions that nobody can decrypt once the keys pending deletion are gone. */
function doomedVersions(records: readonly SandboxRecord[]): string[] {
  const doomed = new Set(
    records.flatMap(({ key: [kind], value }) =>
      kind === "kms-key" && value.state === "PendingDeletion" ? [value.arn] : [],
    ),
  );
  return records.flatMap(({ key: [kind, account, region, name], value }) => {
    if (kind !== "secret-version" && kind !== "parameter-version") return [];
    if (kind === "secret-version") {
      const secret = find(records, "secret", `${account} ${region} ${name}`);
      if (!secret || secret.deletion) return [];
    }
    const keys = keysIn(value);
    // A version under several keys can be decrypted with any of them.
    return keys.length > 0 && keys.every((arn) => doomed.has(arn))
      ? [`${kind} ${account} ${region} ${name} is encrypted with a key that is to be deleted`]
      : [];
  });
}

/** ARNs of keys anywhere in a record. */
function keysIn(record: object): string[] {
  return JSON.stringify(record).match(/arn:aws:kms:[^"\s]+/g) ?? [];
}

function find(records: readonly SandboxRecord[], kind: string, place: string) {
  return records.find(({ key: [first, ...names] }) => first === kind && names.join(" ") === place)
    ?.value;
}

async function currentValue(
  sandbox: EngineHarness,
  id: string,
  region: string,
  SecretId: string,
): Promise<string | undefined> {
  const credentials = await sandbox.control.account({ id });
  const { endpoint } = sandbox.connection;
  const client = new SecretsManager({ endpoint, region, credentials });
  try {
    return (await client.getSecretValue({ SecretId })).SecretString;
  } catch (error) {
    return (error as Error).name;
  }
}
