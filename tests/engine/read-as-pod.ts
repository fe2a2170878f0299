import { type GetSecretValueCommandOutput, SecretsManager } from "@aws-sdk/client-secrets-manager";
import { podCredentials, type SessionCredentials } from "../../attempts/pod-credentials";
import type { ResolvedReader, ResolvedSecret } from "../../sdk/grant";
import type { EngineHarness } from "./harness";

/** The credentials that a reader's pod gets when it starts. */
export async function podSession(
  { connection: { endpoint }, control }: EngineHarness,
  { cluster, namespace, serviceAccount }: ResolvedReader,
): Promise<SessionCredentials> {
  const { token } = await control.token({ cluster: cluster.arn, namespace, serviceAccount });
  const node = await control.account(cluster.account);
  const signer = { region: cluster.region, credentials: node };
  return podCredentials(endpoint, signer, cluster.name, token);
}

/** The same for the reader with this name. */
export function podNamed(
  sandbox: EngineHarness,
  readers: readonly ResolvedReader[],
  name: string,
): Promise<SessionCredentials> {
  const found = readers.find(({ id }) => id === name);
  if (!found) throw new Error(`no reader ${name}`);
  return podSession(sandbox, found);
}

/** Reads a secret with the credentials that a reader's pod gets when it starts. */
export async function readAsPod(
  sandbox: EngineHarness,
  reader: ResolvedReader,
  { account, name: SecretId, region }: ResolvedSecret,
): Promise<GetSecretValueCommandOutput> {
  const owner = new SecretsManager({ ...(await sandbox.client(account.name)), region });
  const { ARN } = await owner.describeSecret({ SecretId });
  const credentials = await podSession(sandbox, reader);
  const { endpoint } = sandbox.connection;
  const pod = new SecretsManager({ endpoint, region, credentials });
  return pod.getSecretValue({ SecretId: ARN });
}
