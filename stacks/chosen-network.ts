/** Where a cluster is created, with its nodes. */
export interface ClusterNetwork {
  vpcId: string;
  subnetIds: string[];
  /** Names of the subnets' zones. */
  zones: string[];
}

/** Suffix of the resource that stores a cluster's network, after the cluster's id. */
export const NETWORK = "-network";
