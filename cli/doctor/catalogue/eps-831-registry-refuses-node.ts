import type { Entry } from "./entry";

export const registryRefusesNode: Entry = {
  id: "EPS-831",
  title: "the registry refuses the node, which sends no credentials or none that it takes",
  texts: [
    "{no basic auth credentials|unauthorized: authentication required|Your authorization token has expired. Reauthenticate}",
    "{unexpected status from|unexpected status code} … {: 403 Forbidden|: 401 Unauthorized}",
    "failed to authorize: failed to fetch oauth token … {401|403}",
  ],
  over: ["EPS-607", "EPS-577", "EPS-782"],
  step: "pods",
  why: "For ECR the kubelet asks credentials with the node's role. The role lacks the right to pull, the repository is of an account that does not admit it, or the kubelet has no provider of credentials. For other registries the pod needs `imagePullSecrets`.",
  check:
    "The node's role has `AmazonEC2ContainerRegistryPullOnly`, and of another account's repository the policy names it. For others: `kubectl -n {namespace} get pod {pod} -o jsonpath='{.spec.imagePullSecrets}'`",
  mend: "Let the node's role pull from this repository, or name the pull secret in the pod or its service account.",
  sources: [
    "aws-samples/eks-workshop#451",
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_EKS.html",
  ],
};
