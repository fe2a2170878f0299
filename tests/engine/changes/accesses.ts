import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SSM } from "@aws-sdk/client-ssm";

import { podCredentials, type SessionCredentials } from "../../../attempts/pod-credentials";
import type { LandingZone, ResolvedReader } from "../../../sdk/grant";
import type { EngineHarness } from "../harness";
import { sandboxRecords } from "../sandbox-records";

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
