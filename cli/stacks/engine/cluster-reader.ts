import type { LandingZone } from "eks-pod-secrets/grant";
import type { AccountAccess } from "../../aws/account-access";
import { withinCluster } from "../../clusters/found-in-cluster";
import type { ReadOfCluster } from "../interrupted-run/find-object";

/** Reads objects of the clusters of an account that an inventory has. */
export function clusterReader({ clusters }: LandingZone, access: AccountAccess): ReadOfCluster {
  return async (id, path) => {
    const cluster = clusters.find((one) => one.id === id);
    return cluster && withinCluster(cluster, access, (_eks, _described, read) => read(path));
  };
}
