import { policiesOf } from "../policy-documents";
import { rule } from "../rule";
import { allowing, nameOf, pins } from "../statements";

/** The service that makes sessions for pods. */
const PODS = "pods.eks.amazonaws.com";

/** Tags that EKS gives a pod's session, and that a pod cannot choose. */
const TAGS = ["eks-cluster-arn", "kubernetes-namespace", "kubernetes-service-account"];

export const pinnedPodSessions = rule(
  "pinned-pod-sessions",
  "A role of pods can become theirs only in one cluster, namespace and service account.",
  (resource) => {
    if (resource.type === "aws:eks/podIdentityAssociation:PodIdentityAssociation") {
      const { disableSessionTags } = resource.props;
      return disableSessionTags
        ? ["disableSessionTags leaves sessions that no policy can pin"]
        : [];
    }
    return allowing(policiesOf(resource, "trust"), ["sts:AssumeRole"])
      .filter(({ principal }) =>
        principal?.entries.some((entry) => entry.kind === "service" && entry.service === PODS),
      )
      .filter((statement) => !pins(statement, ...TAGS.map((tag) => `aws:RequestTag/${tag}`)))
      .map(
        (one) =>
          `${nameOf(one)} lets any pod become this role; pin aws:RequestTag of ${TAGS.join(", ")}`,
      );
  },
);
