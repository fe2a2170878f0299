import {
  DescribeSecretCommand,
  type DescribeSecretCommandOutput,
} from "@aws-sdk/client-secrets-manager";
import type {
  ResolvedAccount,
  ResolvedCluster,
  ResolvedReader,
  ResolvedSecret,
} from "eks-pod-secrets/grant";
import { getOrMake } from "iam-proof/collections";
import { partitionOf } from "iam-proof/names";
import { podCredentials } from "../../../../attempts/pod-credentials";
import {
  clientsOf,
  type Part,
  type PodPlace,
  type PodToken,
  type Scene,
  sessionCredentials,
} from "../../../../attempts/scene";
import { type AccountAccess, accountAccess } from "../../../aws/account-access";
import { awsFailure } from "../../../aws/aws-error";
import { UserError } from "../../../terminal/errors";
import type { Cast } from "./cast";
import type { MadeNames } from "./names";
import { podToken } from "./pod-tokens";

/** Access to accounts; the region defaults to the account's. */
export type AccessTo = (account: ResolvedAccount, region?: string) => Promise<AccountAccess>;

/** Looks up each access only once. */
export function accessesOf(): AccessTo {
  const known = new Map<string, Promise<AccountAccess>>();
  return (account, region = account.region) =>
    getOrMake(known, `${account.id} ${region}`, () => accountAccess(account, region, "verify"));
}

/** The cast's secrets in the accounts. */
export type FoundSecrets = Record<"a" | "b", DescribeSecretCommandOutput>;

/** Finds the secrets. A missing one is a `UserError`. */
export async function findSecrets(
  { secretA, secretB }: Pick<Cast, "secretA" | "secretB">,
  accessTo: AccessTo,
): Promise<FoundSecrets> {
  const [a, b] = await Promise.all([
    describeSecret(secretA, accessTo),
    describeSecret(secretB, accessTo),
  ]);
  return { a, b };
}

async function describeSecret(
  { account, id, name, region }: ResolvedSecret,
  accessTo: AccessTo,
): Promise<DescribeSecretCommandOutput> {
  const { credentials } = await accessTo(account, region);
  const { secretsManager } = clientsOf({ region, credentials });
  try {
    return await secretsManager.send(new DescribeSecretCommand({ SecretId: name }));
  } catch (error) {
    throw awsFailure(error, `cannot look up secret ${id} in account ${account.name}`, undefined);
  }
}

/** The deployed inventory as attempts see it. `mayMake`: missing pods are created. */
export function openScene(
  { applicationA, applicationB, namesake, secondCluster, secretB, third }: Cast,
  { a, b }: FoundSecrets,
  { otherNamespace, ...made }: MadeNames,
  accessTo: AccessTo,
  mayMake: boolean,
): Scene {
  const { cluster, namespace, region } = applicationB;
  const accounts: Partial<Record<Part, ResolvedAccount>> = {
    reader: cluster.account,
    owner: secretB.account,
    ...(third && { third }),
  };
  const accountOf = (part: Part): ResolvedAccount => {
    const account = accounts[part];
    if (account) return account;
    throw new UserError("the inventory has no third account");
  };
  const clients = (credentials: AccountAccess["credentials"]) => ({
    ...clientsOf({ region, credentials }),
    // The readers may read in a region other than the cluster's.
    eks: clientsOf({ region: cluster.region, credentials }).eks,
  });
  const clusterAt = ({ cluster: name, part }: PodPlace) => {
    const found = part === "third" ? namesake : name === undefined ? cluster : secondCluster;
    if (found) return found;
    throw new UserError("the inventory has no other cluster");
  };
  const readerPod = ({ role, serviceAccount }: ResolvedReader) => ({
    ...{ serviceAccount, role: role.name, roleArn: role.arn },
  });
  const token: Scene["token"] = async (serviceAccount, where = {}) => {
    const at = clusterAt(where);
    const access = await accessTo(at.account, at.region);
    const pod = { ...{ region, serviceAccount, namespace, mayMake }, ...where, cluster: at };
    return tokenOfPod(access, pod);
  };
  return {
    partition: cluster.account.partition,
    ...{ region, namespace, otherNamespace, made },
    cluster: { name: cluster.name, arn: cluster.arn },
    applicationA: readerPod(applicationA),
    applicationB: readerPod(applicationB),
    secretA: a.ARN ?? "",
    secretB: b.ARN ?? "",
    keyOfB: b.KmsKeyId ?? "",
    account: (part) => accountOf(part).id,
    administrator: async (part) => {
      const { credentials } = await accessTo(accountOf(part));
      return clients(credentials);
    },
    secondCluster: async () => clusterAt({ cluster: "second" }).name,
    haveNamesake: async () => void clusterAt({ part: "third" }),
    token,
    pod: async (serviceAccount, where) => (await token(serviceAccount, where)).exchange(),
    session: async (by, request) =>
      clientsOf({ region, credentials: await sessionCredentials(by, request) }),
  };
}

/** The pods, and where they read. */
export interface PodRequest {
  cluster: ResolvedCluster;
  namespace: string;
  serviceAccount: string;
  region: string;
  /** Whether a pod is created if the service account has none. */
  mayMake: boolean;
  /** Audience of the token. Defaults to that of EKS Pod Identity. */
  audience?: string;
}

/** The token of such a pod, which EKS Auth exchanges for the credentials of its service account's pods. */
export async function tokenOfPod(access: AccountAccess, request: PodRequest): Promise<PodToken> {
  const { cluster, region } = request;
  const token = await podToken(access, request);
  const signer = { region: cluster.region, credentials: access.credentials };
  const endpoint = eksAuthEndpoint(cluster.region);
  const exchange = async () =>
    clientsOf({
      region,
      credentials: await podCredentials(endpoint, signer, cluster.name, token),
    });
  return { exchange };
}

function eksAuthEndpoint(region: string): string {
  const { AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_EKS_AUTH } = process.env;
  const suffix = partitionOf(region) === "aws-cn" ? "api.amazonwebservices.com.cn" : "api.aws";
  return AWS_ENDPOINT_URL_EKS_AUTH || AWS_ENDPOINT_URL || `https://eks-auth.${region}.${suffix}`;
}
