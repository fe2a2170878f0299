import type { Entry } from "./entry";

export const trustCondition: Entry = {
  id: "EPS-360",
  title: "a condition of the role's trust policy is not met",
  step: "trust",
  why: "The trust policy names one cluster, namespace and service account, or an account or organization. The pod's session is another, or has no tags.",
  check:
    "`aws eks describe-pod-identity-association --cluster-name CLUSTER --association-id ID` against the role's trust policy.",
  mend: "Correct `cluster`, `namespace` and `serviceAccount` of the reader in the inventory, and run `eks-pod-secrets up --refresh --yes`.",
  sources: ["https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html"],
};
