/** Zones, by their ids, in which EKS makes no control plane: "Subnet requirements for clusters" in the EKS user guide, network-reqs. */
export const ZONES_WITHOUT_CONTROL_PLANE: ReadonlySet<string> = new Set([
  "use1-az3",
  "usw1-az2",
  "cac1-az3",
]);

/** Zones in which the subnets of a cluster must be at least. */
export const LEAST_ZONES = 2;
