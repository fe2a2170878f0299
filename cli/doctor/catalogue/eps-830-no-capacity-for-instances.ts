import type { Entry } from "./entry";

export const noCapacityForInstances: Entry = {
  id: "EPS-830",
  title: "AWS has no free instances of this kind now",
  texts: [
    "InsufficientInstanceCapacity",
    "Could not launch … Instances … capacity",
    "We currently do not have sufficient",
  ],
  over: ["EPS-787", "EPS-730", "EPS-724"],
  step: "cluster",
  why: "The zone has no more instances of the type. A node group that waits for them is not active, and takes no other change.",
  check:
    "`aws eks describe-nodegroup --cluster-name CLUSTER --nodegroup-name NAME --query nodegroup.health`",
  mend: "Give the group other types of instances, or more zones, or lower its size to what is there; then run again.",
  sources: ["aws/containers-roadmap#2204"],
};
