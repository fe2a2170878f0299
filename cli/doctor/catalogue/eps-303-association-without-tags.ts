import type { Entry } from "./entry";

export const associationWithoutTags: Entry = {
  id: "EPS-303",
  title: "the association gives sessions without tags",
  step: "association",
  why: "The roles and the owners' policies demand the tags of cluster, namespace and service account. With `disableSessionTags` EKS sends none, so the roles refuse the pods.",
  check:
    "`aws eks describe-pod-identity-association --cluster-name {cluster} --association-id {association}` shows `disableSessionTags`.",
  mend: "Run `eks-pod-secrets up --refresh --yes`, and replace the pods.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html"],
};
