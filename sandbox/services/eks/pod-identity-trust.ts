import { isMapping } from "iam-proof/collections";

const PRINCIPAL = "pods.eks.amazonaws.com";

/**
 * What EKS checks of a role's trust policy when an association is made: that a statement lets EKS Pod Identity
 * assume the role, and tag its sessions unless they carry no tags. Conditions are left to the assumption itself.
 */
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
