import type { Entry } from "./entry";

export const zoneWithoutEks: Entry = {
  id: "EPS-731",
  title: "EKS cannot be used in the zone of a subnet",
  texts: ["the targeted availability zone, does not currently have sufficient capacity"],
  errors: ["UnsupportedAvailabilityZoneException"],
  why: "At least one subnet of the cluster is in an Availability Zone in which EKS cannot make its part of a cluster.",
  check: "The words behind the error's code name the zones that can be used.",
  mend: "Give the cluster subnets in zones that the error names.",
  sources: ["https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html"],
};
