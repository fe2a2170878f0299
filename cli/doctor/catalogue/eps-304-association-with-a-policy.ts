import type { Entry } from "./entry";

export const associationWithAPolicy: Entry = {
  id: "EPS-304",
  title: "the association limits its sessions by a policy",
  step: "association",
  why: "A session policy allows only what it names too. The inventory declares none, so somebody has set it by hand.",
  check:
    "`aws eks describe-pod-identity-association --cluster-name {cluster} --association-id {association}` shows `policy`.",
  mend: "Run `eks-pod-secrets up --refresh --yes`, and replace the pods.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html"],
};
