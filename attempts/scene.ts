import { EKSClient } from "@aws-sdk/client-eks";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SSMClient } from "@aws-sdk/client-ssm";
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  STSClient,
  type STSClientConfig,
} from "@aws-sdk/client-sts";
import type { SessionCredentials } from "./pod-credentials";

/** The account whose pods read, the account that owns secret-b, and an account that is not involved. */
export type Part = "reader" | "owner" | "third";

/** A reader, and the role that its pods have. */
export interface ReaderPod {
  serviceAccount: string;
  role: string;
  roleArn: string;
}

/** Two accounts with two secrets and their readers, and the steps that attempts consist of. */
export interface Scene {
  partition: string;
  region: string;
  cluster: { name: string; arn: string };
  /** Namespace of both readers' pods. */
  namespace: string;
  /** A namespace that no association names. */
  otherNamespace: string;
  /** Reads secret-a of its own account. */
  applicationA: ReaderPod;
  /** Reads secret-b of the other account. */
  applicationB: ReaderPod;
  /** ARNs of the two secrets, and of the key of the second. */
  secretA: string;
  secretB: string;
  keyOfB: string;
  /** The name prefix, path and tags of everything that attempts create. */
  made: { prefix: string; path: string; tags: Record<string, string> };
  /** Id of an account. */
  account(part: Part): string;
  administrator(part: Part): Promise<Clients>;
  /** Name of a second cluster of the readers' account. */
  secondCluster(): Promise<string>;
  /** Makes sure that the third account has a cluster with the same name as the readers' cluster. */
  haveNamesake(): Promise<void>;
  /** The token of a pod of this service account. */
  token(serviceAccount: string, where?: PodPlace): Promise<PodToken>;
  /** Clients with the credentials that EKS Auth gives a pod of this service account. */
  pod(serviceAccount: string, where?: PodPlace): Promise<Clients>;
  /** Clients of a role session that `by` gets from `sts:AssumeRole`. */
  session(by: Clients, request: Partial<AssumeRoleCommandInput>): Promise<Clients>;
}

/** A pod's token, which EKS Auth exchanges for credentials of the pod's role. */
export interface PodToken {
  exchange(): Promise<Clients>;
}

/** The place of a pod that runs elsewhere than the readers. */
export interface PodPlace {
  part?: Part;
  cluster?: string;
  namespace?: string;
  /** Audience of its token. Defaults to that of EKS Pod Identity. */
  audience?: string;
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

/** Where clients send requests, and with which identity. */
export interface Identity {
  /** Defaults to AWS's endpoint, or to the one in the environment. */
  endpoint?: string;
  region: string;
  credentials?: STSClientConfig["credentials"];
}

/** Clients of one identity. They send each request only once. */
export function clientsOf({ credentials, endpoint, region }: Identity): Clients {
  const once = { endpoint, region, credentials, maxAttempts: 1 };
  return {
    secretsManager: new SecretsManagerClient(once),
    kms: new KMSClient(once),
    sts: new STSClient(once),
    iam: new IAMClient(once),
    eks: new EKSClient(once),
    ssm: new SSMClient(once),
  };
}

/** The credentials of a role session that `by` gets from `sts:AssumeRole`. */
export async function sessionCredentials(
  by: Clients,
  request: Partial<AssumeRoleCommandInput>,
): Promise<SessionCredentials> {
  const { Credentials: given } = await by.sts.send(
    new AssumeRoleCommand({ RoleArn: "", RoleSessionName: "attempt", ...request }),
  );
  return {
    accessKeyId: given?.AccessKeyId ?? "",
    secretAccessKey: given?.SecretAccessKey ?? "",
    sessionToken: given?.SessionToken ?? "",
  };
}
