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
  mend: "Take shorter names, or an association without session tags where no policy needs them.",
  sources: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html"],
};
