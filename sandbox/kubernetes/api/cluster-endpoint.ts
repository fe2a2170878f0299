import type { ClusterRef } from "../../clusters/records";
import type { Platform } from "../../identity/platform";

/** How the paths of all clusters' APIs begin. */
export const CLUSTERS_PATH = "/_kubernetes/";

/** Where the Kubernetes API of a cluster answers: over TLS alone, as clients send no credentials without it. */
export function clusterEndpoint(
  { endpoint }: Pick<Platform, "endpoint">,
  { account, region, name }: ClusterRef,
): string {
  const secure = endpoint.replace(/^http:/, "https:");
  return `${secure}${CLUSTERS_PATH}${account}/${region}/${name}`;
}
