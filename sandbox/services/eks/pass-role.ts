import { isMapping } from "iam-proof/collections";
import { invalidParameter } from "../../operations/input/refusals";
import type { Calling } from "../../operations/service";
import { AwsError } from "../../wire/messages";

export function authorisePassRole(
  request: Calling,
  roleArn: string,
  service: string,
  associatedResourceArn?: string,
): void {
  const { partition, account } = request.call.caller;
  if (!/^arn:[^:]+:iam::\d{12}:role\/./.test(roleArn)) {
    throw invalidParameter(`Invalid role arn: ${roleArn}`);
  }
  if (!roleArn.startsWith(`arn:${partition}:iam::${account}:role/`)) {
    throw new AwsError("AccessDeniedException", "Cross-account pass role is not allowed.", 403);
  }
  request.platform.authorise(request.call, {
    action: "iam:PassRole",
    resource: roleArn,
    context: {
      "iam:PassedToService": service,
      ...(associatedResourceArn !== undefined && {
        "iam:AssociatedResourceArn": associatedResourceArn,
      }),
    },
  });
}

const PRINCIPAL = "pods.eks.amazonaws.com";

/** Whether a trust policy lets EKS Pod Identity assume the role and tag its sessions. Conditions are checked at the assumption. */
export function trustsPodIdentity(
  trust: unknown,
  { tagSession }: { tagSession: boolean },
): boolean {
  const statements = isMapping(trust) ? listOf(trust.Statement).filter(isMapping) : [];
  const allowed = (action: string) =>
    statements.some(
      (statement) =>
        statement.Effect === "Allow" &&
        isMapping(statement.Principal) &&
        listOf(statement.Principal.Service).includes(PRINCIPAL) &&
        listOf(statement.Action).some((pattern) => matches(String(pattern), action)),
    );
  return allowed("sts:AssumeRole") && (!tagSession || allowed("sts:TagSession"));
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function matches(pattern: string, action: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${expression}$`, "i").test(action);
}
