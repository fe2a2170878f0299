import type { ParsedStatement } from "iam-proof";
import { policiesOf } from "../policy-documents";
import { rule } from "../rule";
import { allowing, nameOf, pins } from "../statements";

export const pinnedTargetRoles = rule(
  "pinned-target-roles",
  "A role that sessions with tags may become names the role that becomes it, and the pod whose tags they are.",
  (resource) =>
    allowing(policiesOf(resource, "trust"), ["sts:TagSession"])
      .filter(isOfPrincipals)
      .filter((statement) => !isPinned(statement))
      .map(
        (one) =>
          `${nameOf(one)} lets sessions of any pod become this role; name its role, and pin aws:RequestTag of namespace and service account`,
      ),
);

/** The statement is about roles and users: those of services have rules of their own. */
function isOfPrincipals({ principal }: ParsedStatement): boolean {
  return (
    principal?.entries.some(
      ({ kind }) => kind === "account" || kind === "role" || kind === "any",
    ) ?? false
  );
}

function isPinned(statement: ParsedStatement): boolean {
  const namesRole =
    statement.principal?.entries.every(({ kind }) => kind === "role") ||
    pins(statement, "aws:PrincipalArn");
  const tags = ["kubernetes-namespace", "kubernetes-service-account"];
  return namesRole && pins(statement, ...tags.map((tag) => `aws:RequestTag/${tag}`));
}
