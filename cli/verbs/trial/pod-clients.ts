import { podCredentials } from "../../../attempts/pod-credentials";
import { type Clients, clientsOf, type PodToken } from "../../../attempts/scene";
import type { ResolvedCluster } from "../../../sdk/grant";
import { partitionOf } from "../../../sdk/rules/partition";
import type { AccountAccess } from "../../aws/account-access";
import { TrialCluster } from "./probe-pods";

/** Which pods, and where they read. */
export interface PodRequest {
  cluster: ResolvedCluster;
  namespace: string;
  serviceAccount: string;
  region: string;
  /** Of the token; defaults to that of EKS Pod Identity. */
  audience?: string;
}

/** Clients with the credentials that EKS Auth gives the pods of a service account. */
export async function podClients(access: AccountAccess, request: PodRequest): Promise<Clients> {
  return (await tokenOfPod(access, request)).exchange();
}

/** The token of such a pod. */
export async function tokenOfPod(access: AccountAccess, request: PodRequest): Promise<PodToken> {
  const { audience, cluster, region } = request;
  const token = await new TrialCluster(cluster, access).podToken(request, audience);
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
