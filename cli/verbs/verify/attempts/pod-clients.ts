import { podCredentials } from "../../../../attempts/pod-credentials";
import { clientsOf, type PodToken } from "../../../../attempts/scene";
import { partitionOf } from "../../../../proof/names/partition";
import type { ResolvedCluster } from "../../../../sdk/grant";
import type { AccountAccess } from "../../../aws/account-access";
import { podToken } from "./pod-tokens";

/** Which pods, and where they read. */
export interface PodRequest {
  cluster: ResolvedCluster;
  namespace: string;
  serviceAccount: string;
  region: string;
  /** Whether a pod is made where the service account has none. */
  mayMake: boolean;
  /** Of the token; defaults to that of EKS Pod Identity. */
  audience?: string;
}

/** The token of such a pod, which EKS Auth changes into the credentials of the pods of its service account. */
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
