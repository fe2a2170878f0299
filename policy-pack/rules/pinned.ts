import type { ParsedStatement } from "iam-proof";
import { policiesOf, rule } from "../policy-documents";
import { allowing, DECRYPT_ACTION, nameOf, pins } from "../statements";

/** Keys of the encryption context that Secrets Manager and Parameter Store set when they decrypt a value. */
const CONTEXTS = ["kms:EncryptionContext:SecretARN", "kms:EncryptionContext:PARAMETER_ARN"];

export const pinnedDecryption = rule(
  "pinned-decryption",
  "Who may decrypt may do so only through the service, and only the values that the policy names.",
  (resource) => {
    const identity = allowing(policiesOf(resource, "identity"), [DECRYPT_ACTION]);
    const key = allowing(policiesOf(resource, "key"), [DECRYPT_ACTION]);
    const [, ...strangers] = key.filter(isAdministration);
    return [
      ...[...identity, ...key.filter((one) => !isAdministration(one))]
        .filter((one) => !isPinnedToService(one))
        .map(
          (one) =>
            `${nameOf(one)} allows ${DECRYPT_ACTION} without kms:ViaService and the encryption context of the value`,
        ),
      ...strangers.map((one) => `${nameOf(one)} gives the key to a second account`),
    ];
  },
);

function isPinnedToService(statement: ParsedStatement): boolean {
  return pins(statement, "kms:ViaService") && CONTEXTS.some((key) => pins(statement, key));
}

/** Whether this is the statement that gives a key to its account. AWS writes it into each new key. */
function isAdministration({ action, conditions, principal }: ParsedStatement): boolean {
  return (
    conditions.length === 0 &&
    action.patterns.every(({ text }) => text.toLowerCase() === "kms:*") &&
    principal?.entries.length === 1 &&
    principal.entries[0]?.kind === "account"
  );
}

/** The service that makes sessions for pods. */
const PODS = "pods.eks.amazonaws.com";

/** Session tags that EKS sets. A pod cannot choose their values. */
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

export const pinnedTargetRoles = rule(
  "pinned-target-roles",
  "A role that sessions with tags may become names the role that becomes it, and the pod whose tags they are.",
  (resource) =>
    allowing(policiesOf(resource, "trust"), ["sts:TagSession"])
      .filter(isOfPrincipals)
      .filter((statement) => !isPinnedToReader(statement))
      .map(
        (one) =>
          `${nameOf(one)} lets sessions of any pod become this role; name its role, and pin aws:RequestTag of namespace and service account`,
      ),
);

/** Whether the statement is about roles and users. Other rules check those of services. */
function isOfPrincipals({ principal }: ParsedStatement): boolean {
  return (
    principal?.entries.some(
      ({ kind }) => kind === "account" || kind === "role" || kind === "any",
    ) ?? false
  );
}

function isPinnedToReader(statement: ParsedStatement): boolean {
  const namesRole =
    statement.principal?.entries.every(({ kind }) => kind === "role") ||
    pins(statement, "aws:PrincipalArn");
  const tags = ["kubernetes-namespace", "kubernetes-service-account"];
  return namesRole && pins(statement, ...tags.map((tag) => `aws:RequestTag/${tag}`));
}
