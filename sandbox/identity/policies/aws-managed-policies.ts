import STATEMENTS from "./aws-managed-policies.json";

/** AWS managed policies of clusters and pods, as short documents that allow what these services do here. */
const DOCUMENTS = new Map(
  Object.entries(STATEMENTS).map(([name, statements]) => [
    name,
    JSON.stringify({ Version: "2012-10-17", Statement: statements }),
  ]),
);

export const AWS_MANAGED_POLICIES: readonly string[] = Object.keys(STATEMENTS);

/** JSON text of an AWS managed policy. Undefined if the sandbox does not know the ARN. */
export function managedPolicyDocument(arn: string): string | undefined {
  const match = /^arn:[^:]+:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(arn);
  return match?.[1] === undefined ? undefined : DOCUMENTS.get(match[1]);
}
