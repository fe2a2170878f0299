import { EKSClient } from "@aws-sdk/client-eks";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SSMClient } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from "@aws-sdk/client-sts";
import { type ControlClient, controlClient } from "../../instance/control-client";
import type { Connection } from "../../instance/data-directory";
import { podCredentials, type SessionCredentials } from "./pod-credentials";

type Credentials = Omit<SessionCredentials, "sessionToken"> & { sessionToken?: string };

export const REGION = "us-east-1";
/** The accounts of the reference inventory, and one that has no part in it. */
export const READER_ACCOUNT = "111111111111";
export const OWNER_ACCOUNT = "222222222222";
export const THIRD_ACCOUNT = "333333333333";
export const CLUSTER = "ascp-podidentity";
/** Role of application-a, and of application-b, which reads across accounts. */
export const ROLE = "ascp-podidentity";
export const CROSS_ROLE = "ascp-podidentity-cross";

/** A running sandbox with the reference scenario in it, and the moves that attempts are made of. */
export interface Scene {
  /** ARNs of the two secrets, and of the key of the second. */
  secretA: string;
  secretB: string;
  keyOfB: string;
  administrator(account: string): Promise<Clients>;
  /** Clients with the credentials that EKS Auth gives a pod of this service account. */
  pod(serviceAccount: string, where?: Partial<PodPlace>): Promise<Clients>;
  /** Clients of a role session that `by` gets from `sts:AssumeRole`. */
  session(by: Clients, request: Partial<AssumeRoleCommandInput>): Promise<Clients>;
}

export interface PodPlace {
  account: string;
  cluster: string;
  namespace: string;
}

/** SDK clients of one identity. */
export interface Clients {
  secretsManager: SecretsManagerClient;
  kms: KMSClient;
  sts: STSClient;
  iam: IAMClient;
  eks: EKSClient;
  ssm: SSMClient;
}

/** Looks up the reference scenario in the sandbox behind `connection`. */
export async function openScene(connection: Connection): Promise<Scene> {
  const control = controlClient(connection);
  const { endpoint } = connection;
  const clientsOf = (credentials: Credentials) => createClients(endpoint, credentials);
  const administrator = async (account: string) =>
    clientsOf(await control.account({ id: account, region: REGION }));
  const describe = async (account: string, secret: string) =>
    (await administrator(account)).secretsManager.send(
      new DescribeSecretCommand({ SecretId: secret }),
    );
  const secretA = await describe(READER_ACCOUNT, "secret-a");
  const secretB = await describe(OWNER_ACCOUNT, "secret-b");
  return {
    secretA: secretA.ARN ?? "",
    secretB: secretB.ARN ?? "",
    keyOfB: secretB.KmsKeyId ?? "",
    administrator,
    pod: async (serviceAccount, where = {}) =>
      clientsOf(await credentialsOfPod(control, endpoint, serviceAccount, where)),
    session: async (by, request) => {
      const { Credentials: given } = await by.sts.send(
        new AssumeRoleCommand({ RoleArn: "", RoleSessionName: "attempt", ...request }),
      );
      return clientsOf({
        accessKeyId: given?.AccessKeyId ?? "",
        secretAccessKey: given?.SecretAccessKey ?? "",
        sessionToken: given?.SessionToken ?? "",
      });
    },
  };
}

async function credentialsOfPod(
  control: ControlClient,
  endpoint: string,
  serviceAccount: string,
  where: Partial<PodPlace>,
): Promise<SessionCredentials> {
  const { account, cluster, namespace } = {
    ...{ account: READER_ACCOUNT, cluster: CLUSTER, namespace: "default" },
    ...where,
  };
  const node = await control.account({ id: account, region: REGION });
  const arn = `arn:aws:eks:${REGION}:${account}:cluster/${cluster}`;
  const { token } = await control.token({ cluster: arn, namespace, serviceAccount });
  return podCredentials(endpoint, { ...node, region: REGION }, cluster, token);
}

function createClients(endpoint: string, credentials: Credentials): Clients {
  const configuration = { endpoint, region: REGION, credentials, maxAttempts: 1 };
  return {
    secretsManager: new SecretsManagerClient(configuration),
    kms: new KMSClient(configuration),
    sts: new STSClient(configuration),
    iam: new IAMClient(configuration),
    eks: new EKSClient(configuration),
    ssm: new SSMClient(configuration),
  };
}
