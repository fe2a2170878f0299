import { type GetSecretValueCommandOutput, SecretsManager } from "@aws-sdk/client-secrets-manager";

import { podCredentials } from "../../attempts/pod-credentials";
import type { ResolvedReader, ResolvedSecret } from "../../sdk/grant";
import type { EngineHarness } from "./harness";

/** Reads a secret with the credentials that a reader's pod is given when it starts. */
export async function readAsPod(
  { client, connection: { endpoint }, control }: EngineHarness,
  { cluster, namespace, serviceAccount }: ResolvedReader,
  { account, name: SecretId, region }: ResolvedSecret,
): Promise<GetSecretValueCommandOutput> {
  const owner = new SecretsManager({ ...(await client(account.name)), region });
  const { ARN } = await owner.describeSecret({ SecretId });
  const { token } = await control.token({ cluster: cluster.arn, namespace, serviceAccount });
  const node = await control.account(cluster.account);
  const signer = { region: cluster.region, credentials: node };
  const credentials = await podCredentials(endpoint, signer, cluster.name, token);
  const pod = new SecretsManager({ endpoint, region, credentials });
  return pod.getSecretValue({ SecretId: ARN });
}
