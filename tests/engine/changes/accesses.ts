import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SSM } from "@aws-sdk/client-ssm";
import { podCredentials, type SessionCredentials } from "../../../attempts/pod-credentials";
import {
  formerSecrets,
  type LandingZone,
  type ResolvedReader,
  type ResolvedSecret,
} from "../../../sdk/grant";
import type { EngineHarness } from "../harness";
import { sandboxRecords } from "../sandbox-records";

/** A pod: its token, and the session that it got when it started. */
export interface Pod {
  /** `<cluster ARN> <namespace> <service account>`. */
  identity: string;
  cluster: ResolvedReader["cluster"];
  token: string;
  session?: SessionCredentials;
}

/** The old secrets of those that are renamed or moved. They stay until their successors have values. */
export function formersOf(zone: LandingZone): ResolvedSecret[] {
  return zone.accounts.flatMap((account) => formerSecrets(zone, account));
}

/** The readers. They may still read a renamed or moved secret under its old name. */
export function withFormers(zone: LandingZone): Readers {
  const old = formersOf(zone).flatMap(({ grants }) => grants);
  const readers = zone.readers.map((reader) => {
    const own = old.filter((one) => one.reader.id === reader.id);
    return { ...reader, grants: [...reader.grants, ...own] };
  });
  return { readers };
}

/** Names the service account of a reader's pods. */
export function identityOf({ cluster, namespace, serviceAccount }: ResolvedReader): string {
  return `${cluster.arn} ${namespace} ${serviceAccount}`;
}

/** A running pod of each reader that has an association. */
export async function podsOf(sandbox: EngineHarness, { readers }: LandingZone): Promise<Pod[]> {
  return Promise.all(
    readers
      .filter(({ identity }) => identity !== "irsa")
      .map(async (reader) => {
        const { cluster, namespace, serviceAccount } = reader;
        const { token } = await sandbox.control.token({
          cluster: cluster.arn,
          ...{ namespace, serviceAccount },
        });
        const pod = { identity: identityOf(reader), cluster, token };
        return { ...pod, session: await sessionOf(sandbox, pod) };
      }),
  );
}

/** What the pods are expected to read. */
export interface Expected {
  /** Readers whose pods must be able to read what the readers declare. */
  must: Readers;
  /** Readers whose pods may read what the readers declare. Defaults to `must`. */
  may?: Readers;
  /** Whether a pod may have lost its credentials because its reader is gone. */
  mayHaveEnded?: boolean;
}

type Readers = Pick<LandingZone, "readers">;

/**
 * Finds pods that can read other things than declared. Each pod tries everything that exists, with the session that it had
 * and with one that it gets now.
 */
export async function wrongAccesses(
  sandbox: EngineHarness,
  pods: readonly Pod[],
  { must, may = must, mayHaveEnded }: Expected,
): Promise<string[]> {
  const there = await readables(sandbox);
  const wrong: string[] = [];
  for (const pod of pods) {
    const declared = declaredReads(must, pod.identity);
    const allowed = declaredReads(may, pod.identity);
    const sessions = { before: pod.session, now: await sessionOf(sandbox, pod) };
    for (const [when, session] of Object.entries(sessions)) {
      if (!session) continue;
      for (const { account, refusal, what } of there) {
        if (account && account !== pod.cluster.account.id) continue;
        const said = await refusal(session);
        if (said === undefined && !allowed.has(what))
          wrong.push(`${pod.identity} still reads ${what} (${when})`);
        if (said !== undefined && declared.has(what) && when === "now")
          wrong.push(`${pod.identity} cannot read ${what}: ${said}`);
      }
    }
    if (!sessions.now && !mayHaveEnded && declared.size > 0)
      wrong.push(`${pod.identity} gets no credentials`);
  }
  return wrong;
}

/** Something that exists, and why a session is refused it. */
interface Readable {
  /** ARN without its random end, or region and name of a parameter. */
  what: string;
  /** The account of a parameter. Nobody in another account can read it. */
  account?: string;
  refusal: (session: SessionCredentials) => Promise<string | undefined>;
}

/** Everything in the sandbox that can be read. */
export async function readables({ connection, control }: EngineHarness): Promise<Readable[]> {
  const { endpoint } = connection;
  return (await sandboxRecords(control)).flatMap(({ key, value }): Readable[] => {
    const [kind, account = "", region = "", last = ""] = key;
    if (kind === "secret" && !value.deletion) {
      const arn = String(value.arn);
      const refusal: Readable["refusal"] = (credentials) =>
        refusalOf(
          new SecretsManager({ endpoint, region, credentials }).getSecretValue({ SecretId: arn }),
        );
      return [{ what: arn.replace(/-[A-Za-z0-9]{6}$/, ""), refusal }];
    }
    if (kind !== "parameter") return [];
    const name = `/${last.replace(/^\//, "")}`;
    const asked = { Names: [name], WithDecryption: true };
    const refusal: Readable["refusal"] = (credentials) =>
      refusalOf(new SSM({ endpoint, region, credentials }).getParameters(asked));
    return [{ what: `${region} ${name}`, account, refusal }];
  });
}

/** What a pod may read: ARNs without their random ends, and names of parameters. */
export function declaredReads({ readers }: Readers, identity: string): Set<string> {
  return new Set(
    readers
      .filter((reader) => identityOf(reader) === identity)
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

export async function sessionOf(
  sandbox: EngineHarness,
  { cluster, token }: Pick<Pod, "cluster" | "token">,
): Promise<SessionCredentials | undefined> {
  const node = await sandbox.control.account(cluster.account);
  const signer = { region: cluster.region, credentials: node };
  return podCredentials(sandbox.connection.endpoint, signer, cluster.name, token).catch(
    () => undefined,
  );
}

/** Errors of a refused read. Some mean that the session's role is gone. */
const REFUSED = /^(AccessDenied|InvalidClientTokenId|UnrecognizedClient|ExpiredToken)/;

async function refusalOf(call: Promise<object>): Promise<string | undefined> {
  try {
    const answer = await call;
    const isNone = "Parameters" in answer && (answer.Parameters as object[]).length === 0;
    return isNone ? "no such parameter" : undefined;
  } catch (error) {
    const { message, name } = error as Error;
    if (REFUSED.test(name)) return `${name}: ${message}`;
    throw error;
  }
}
