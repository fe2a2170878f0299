import type { Entry } from "./entry";

export const nodesDoNotJoin: Entry = {
  id: "EPS-724",
  title: "nodes do not join the cluster",
  texts: [
    "Instances failed to join the kubernetes cluster",
    "Unhealthy nodes in the kubernetes cluster",
  ],
  step: "cluster",
  why: "The instances run, but do not reach the cluster's endpoint, may not register with their role, or have no network plug-in. Without nodes there are no pods and no reads.",
  check:
    "`aws eks describe-nodegroup --cluster-name CLUSTER --nodegroup-name NAME --query nodegroup.health`",
  mend: "Let the subnets reach the endpoint, EC2 and ECR, and give the nodes' role its three policies and its access entry.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html"],
};
