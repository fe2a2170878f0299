import type { Entry } from "./entry";

export const authenticationMode: Entry = {
  id: "EPS-810",
  title: "the cluster's authentication mode knows no access entries",
  texts: [
    "The cluster's authentication mode must be set to one of",
    "on clusters with authentication mode",
  ],
  over: ["EPS-725", "EPS-730"],
  why: "The cluster admits callers by the ConfigMap `aws-auth` alone (`CONFIG_MAP`). EKS keeps access entries only in the modes `API_AND_CONFIG_MAP` and `API`.",
  check:
    "`aws eks describe-cluster --name CLUSTER --query cluster.accessConfig.authenticationMode`",
  mend: "Let who runs the cluster change its mode to `API_AND_CONFIG_MAP`, which keeps what `aws-auth` admits. The mode cannot be changed back.",
  sources: [
    "aws-ia/terraform-aws-eks-blueprints#1877",
    "https://docs.aws.amazon.com/eks/latest/userguide/grant-k8s-access.html",
  ],
};
