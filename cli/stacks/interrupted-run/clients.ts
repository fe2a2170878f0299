import { EKSClient } from "@aws-sdk/client-eks";
import { IAMClient, type IAMClientConfig } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** What the clients act with. */
export interface ClientOptions {
  region: string;
  /** None: the ambient ones. */
  credentials?: IAMClientConfig["credentials"];
  /** None: the SDK's own. */
  retryStrategy?: IAMClientConfig["retryStrategy"];
  /** None: AWS's own, or `AWS_ENDPOINT_URL`. */
  endpoint?: string;
}

/** SDK clients of the account and region in which a stack acts. */
export interface Clients {
  iam: IAMClient;
  eks: EKSClient;
  kms: KMSClient;
  secretsManager: SecretsManagerClient;
}

/** How AWS says that something does not exist. */
const MISSING = ["NoSuchEntityException", "ResourceNotFoundException", "NotFoundException"];

/** What `find` finds; undefined where AWS says that it does not exist. */
export async function findWith<T>(
  options: ClientOptions,
  find: (clients: Clients) => Promise<T | undefined>,
): Promise<T | undefined> {
  const clients: Clients = {
    iam: new IAMClient(options),
    eks: new EKSClient(options),
    kms: new KMSClient(options),
    secretsManager: new SecretsManagerClient(options),
  };
  try {
    return await find(clients);
  } catch (error) {
    if (error instanceof Error && MISSING.includes(error.name)) return undefined;
    throw error;
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}
