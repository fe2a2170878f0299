import type { Entry } from "./entry";

export const instanceRoleRefused: Entry = {
  id: "EPS-312",
  title: "the call had the role of an EC2 instance, and AWS refuses it",
  texts: [
    "assumed-role/ … /i-0 … not authorized to perform: {action:action}",
    "assumed-role/ … /i-0 … is not authorized to perform",
    "assumed-role/{role:role!}/i-0 … not authorized to perform: {action:action}",
  ],
  over: [
    "EPS-450",
    "EPS-451",
    "EPS-452",
    "EPS-453",
    "EPS-454",
    "EPS-455",
    "EPS-456",
    "EPS-465",
    "EPS-466",
    "EPS-468",
    "EPS-379",
    "EPS-5",
    "EPS-803",
    "EPS-805",
    "EPS-808",
    "EPS-809",
  ],
  step: "webhook",
  causes: [
    {
      id: "EPS-378",
      check:
        "A pod of EKS made the call: the role is its node's, and `kubectl -n {namespace} get pod {pod} -o yaml | grep AWS_CONTAINER` shows nothing.",
    },
    { id: "EPS-815", check: "A pod of EKS made the call, and it has these variables." },
    {
      id: "EPS-450",
      check:
        "The caller is no pod of EKS, e.g. a task of ECS or a program of the instance, and reads: no policy of the instance's role allows it.",
    },
    { id: "EPS-451", check: "The same, and the object is of another account." },
    { id: "EPS-461", check: "The same, and `evaluate` allows it, but AWS does not." },
    {
      id: "EPS-803",
      check: "The caller deploys, e.g. a runner of CI, and is to use `deployRole`.",
    },
  ],
  why: "The session's name is the id of an instance. In a pod that is the node's role, which the AWS client falls through to where the pod has no credentials of its own. On ECS, a runner, or an instance of its own it is the role that is meant.",
  check: "Where does the program run that made the call: in a pod of the cluster?",
  mend: "Find out by the checks which cause it is, and do what that one says. Give the role of a node no access.",
  sources: ["aws/eks-pod-identity-agent#153", "hackoregon/civic-devops#241"],
};
