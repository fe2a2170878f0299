import type { Entry } from "./entry";

export const sessionTagsTooLarge: Entry = {
  id: "EPS-376",
  title: "the session's tags do not fit into what STS allows",
  texts: [
    "PackedPolicyTooLarge",
    "Packed size of session tags consumes",
    "Session tags … exceeds the allowed space",
    "consumes more than 100% of allotted space",
  ],
  step: "session-tags",
  why: "EKS packs its own tags, the association's policy and tags into one session. Long names of cluster, namespace, service account or pod fill it.",
  check: "`eks-pod-secrets plan` says how near each reader is to the limit.",
  mend: "Choose a shorter name of cluster, namespace or service account, and run `eks-pod-secrets up`. Where the association is not of the inventory and no policy needs its tags, it may send none.",
  sources: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html"],
};
