import { clusterAddress } from "../sandbox/eks-support";
import type { EngineHarness } from "./harness";

/** A cluster of an account. The AWS CLI signs in to it by a profile. */
export interface EnteredCluster {
  name: string;
  accountId: string;
  region: string;
  profile: string;
}

/** A kubeconfig with one context for each cluster, named like the cluster. The first is the current one. */
export function kubeconfig(
  { connection: { endpoint }, data }: EngineHarness,
  clusters: readonly EnteredCluster[],
): string {
  return JSON.stringify({
    "current-context": clusters[0]?.name,
    contexts: clusters.map(({ name }) => ({ name, context: { cluster: name, user: name } })),
    clusters: clusters.map(({ accountId, name, region }) => {
      const address = clusterAddress(endpoint, data.state, accountId, name, region);
      const authority = Buffer.from(address.certificateAuthority).toString("base64");
      const cluster = { server: address.server, "certificate-authority-data": authority };
      return { name, cluster };
    }),
    users: clusters.map(({ name, profile, region }) => {
      const args = ["eks", "get-token", "--cluster-name", name, "--region", region];
      const exec = { command: "aws", args: [...args, "--profile", profile] };
      return { name, user: { exec } };
    }),
  });
}
