/** Where a cluster is created, with its nodes. */
export interface ClusterNetwork {
  vpcId: string;
  subnetIds: string[];
  /** Names of the subnets' zones, with their ids. */
  zones: string[];
}

/** Suffix of the resource that keeps the network of a cluster, after the cluster's id. */
export const NETWORK = "-network";
