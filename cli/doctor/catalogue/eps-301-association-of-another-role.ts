import type { Entry } from "./entry";

export const associationOfAnotherRole: Entry = {
  id: "EPS-301",
  title: "the association gives the pods another role",
  step: "association",
  why: "Somebody has changed the association or made it anew, or the inventory has changed and was not deployed. Pods keep the credentials of the earlier role for hours.",
  check:
    "`aws eks describe-pod-identity-association --cluster-name {cluster} --association-id {association}` shows the role.",
  mend: "Run `eks-pod-secrets up --refresh --yes`, and replace the pods. An association that others have made must be deleted first.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html"],
};
