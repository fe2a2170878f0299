import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SSM } from "@aws-sdk/client-ssm";
import { podCredentials, type SessionCredentials } from "../../../attempts/pod-credentials";
import { putParameter } from "../../../cli/verbs/put/put-parameter";
import { putSecret } from "../../../cli/verbs/put/put-secret";
import type { LandingZone, ResolvedReader, ResolvedSecret } from "../../../sdk/grant";
import type { EngineHarness } from "../harness";
import { type SandboxRecord, sandboxRecords } from "../sandbox-records";

/** A pod: its token, and the session that it had when it started. */
export interface Pod {
  /** `<cluster ARN> <namespace> <service account>`. */
  identity: string;
  cluster: ResolvedReader["cluster"];
  token: string;
  session?: SessionCredentials;
}

/** A pod of each reader, as it runs now. */
export async function podsOf(sandbox: EngineHarness, { readers }: LandingZone): Promise<Pod[]> {
  return Promise.all(
    readers.map(async ({ cluster, namespace, serviceAccount }) => {
      const { token } = await sandbox.control.token({
        cluster: cluster.arn,
        ...{ namespace, serviceAccount },
      });
      const pod = { identity: `${cluster.arn} ${namespace} ${serviceAccount}`, cluster, token };
      return { ...pod, session: await sessionOf(sandbox, pod) };
    }),
  );
}

/** What is asked of pods. */
export interface Expected {
  /** Readers whose pods must read what these declare. */
  must: Readers;
  /** Readers whose pods may read what these declare; defaults to `must`. */
  may?: Readers;
  /** Whether a pod may have lost its credentials, because its reader is gone. */
  mayHaveEnded?: boolean;
}

type Readers = Pick<LandingZone, "readers">;

/**
 * Where what the pods can read is not what is declared: each is asked for everything that is there, with the session that it
 * had, and with one that it gets now.
 */
export async function wrongAccesses(
  sandbox: EngineHarness,
  pods: readonly Pod[],
  { must, may = must, mayHaveEnded }: Expected,
): Promise<string[]> {
  const records = await sandboxRecords(sandbox.control);
  const secrets = records.flatMap(({ key: [kind, , region = ""], value }) =>
    kind === "secret" && !value.deletion ? [{ arn: String(value.arn), region }] : [],
  );
  const parameters = records.flatMap(({ key: [kind, account = "", region = "", name = ""] }) =>
    kind === "parameter" ? [{ account, region, name: `/${name.replace(/^\//, "")}` }] : [],
  );
  const wrong: string[] = [];
  for (const pod of pods) {
    const declared = declaredReads(must, pod.identity);
    const allowed = declaredReads(may, pod.identity);
    const sessions = { before: pod.session, now: await sessionOf(sandbox, pod) };
    for (const [when, session] of Object.entries(sessions)) {
      if (!session) continue;
      const { endpoint } = sandbox.connection;
      const judge = (what: string, reads: boolean) => {
        if (reads && !allowed.has(what))
          wrong.push(`${pod.identity} still reads ${what} (${when})`);
        if (!reads && declared.has(what) && when === "now")
          wrong.push(`${pod.identity} cannot read ${what}`);
      };
      for (const { arn, region } of secrets) {
        const client = new SecretsManager({ endpoint, region, credentials: session });
        const reads = await succeeds(client.getSecretValue({ SecretId: arn }));
        judge(arn.replace(/-[A-Za-z0-9]{6}$/, ""), reads);
      }
      for (const { account, name, region } of parameters) {
        if (account !== pod.cluster.account.id) continue;
        const client = new SSM({ endpoint, region, credentials: session });
        judge(
          `${region} ${name}`,
          await succeeds(client.getParameters({ Names: [name], WithDecryption: true })),
        );
      }
    }
    if (!sessions.now && !mayHaveEnded && declared.size > 0)
      wrong.push(`${pod.identity} gets no credentials`);
  }
  return wrong;
}

/** What a pod may read, by ARNs without their random ends, and by names of parameters. */
function declaredReads({ readers }: Readers, identity: string): Set<string> {
  return new Set(
    readers
      .filter(
        ({ cluster, namespace, serviceAccount }) =>
          `${cluster.arn} ${namespace} ${serviceAccount}` === identity,
      )
      .flatMap(({ grants }) =>
        grants.flatMap(({ kind, regions, target }) =>
          regions.map((region) =>
            kind === "parameter"
              ? `${region} ${target.name}`
              : `arn:aws:secretsmanager:${region}:${target.account.id}:secret:${target.name}`,
          ),
        ),
      ),
  );
}

async function sessionOf(
  sandbox: EngineHarness,
  { cluster, token }: Pick<Pod, "cluster" | "token">,
): Promise<SessionCredentials | undefined> {
  const node = await sandbox.control.account(cluster.account);
  const signer = { region: cluster.region, credentials: node };
  return podCredentials(sandbox.connection.endpoint, signer, cluster.name, token).catch(
    () => undefined,
  );
}

async function succeeds(call: Promise<object>): Promise<boolean> {
  try {
    const answer = await call;
    return !("Parameters" in answer) || (answer.Parameters as object[]).length > 0;
  } catch (error) {
    if ((error as Error).name.startsWith("AccessDenied")) return false;
    // A session of a role that is gone.
    if (/InvalidClientTokenId|UnrecognizedClient|ExpiredToken/.test((error as Error).name))
      return false;
    throw error;
  }
}

/** Values that were put, by `<account id> <region> <name>` of their secrets, replicas included. */
export type PutValues = Map<string, string>;

/**
 * Gives every secret that is there and has none a value of its own, and every parameter the same one again. A new replica has the
 * value of its secret.
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

/** What the client of the SDK is told of time. */
const LIMITS = { connectionTimeout: 5000, requestTimeout: 30_000, throwOnRequestTimeout: true };

function newValue(subject: string) {
  const text = `value of ${subject}`;
  return { text, bytes: Buffer.from(text) };
}

/** Where a secret and its replicas are. */
export function placesOf({ account, name, region, replicas }: ResolvedSecret): string[] {
  return [region, ...replicas.map((replica) => replica.region)].map(
    (one) => `${account.id} ${one} ${name}`,
  );
}

/**
 * Every value that is lost, or will be when a key is gone: of what was put, except in places that `given`, confirmed by name,
 * may lose theirs.
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

/** Whether a value is still where it was put. */
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

/** What can no longer be decrypted once the keys that are to be deleted are gone. */
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
    return keysIn(value).some((arn) => doomed.has(arn))
      ? [`${kind} ${account} ${region} ${name} is encrypted with a key that is to be deleted`]
      : [];
  });
}

/** ARNs of keys that stand anywhere in a record. */
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
