import type { Entry } from "./entry";

export const nodesDoNotJoin: Entry = {
  id: "EPS-724",
  title: "nodes do not join the cluster",
  texts: [
    "Instances failed to join the kubernetes cluster",
    "Unhealthy nodes in the kubernetes cluster",
    "Couldn't proceed with upgrade process as new nodes are not joining",
    "AsgInstanceLaunchFailures",
    "Node not registered with cluster",
    "Nodeclaim does not have an associated node",
  ],
  step: "cluster",
  causes: [
    {
      id: "EPS-827",
      check:
        "The nodes are there and `NotReady`: `kubectl describe node` says that the network plug-in is not ready.",
    },
    {
      id: "EPS-828",
      check:
        "There are no nodes in `kubectl get nodes`, and on an instance the endpoint does not answer.",
    },
    {
      id: "EPS-829",
      check: "There are no nodes, the endpoint answers, and the kubelet's log says `Unauthorized`.",
    },
    {
      id: "EPS-780",
      check: "There are no instances, and the text or the group's health tells of a quota.",
    },
    { id: "EPS-830", check: "There are no instances, and it tells of capacity." },
  ],
  why: "The instances run, but do not reach the cluster's endpoint, may not register with their role, or have no network plug-in. Without nodes there are no pods and no reads.",
  check:
    "`aws eks describe-nodegroup --cluster-name CLUSTER --nodegroup-name NAME --query nodegroup.health`",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html"],
};
