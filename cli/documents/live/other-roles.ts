import {
  type ClaimResult,
  PolicyGrammarError,
  type PolicyKind,
  parsePolicy,
  type RawPolicy,
  type RoleDocuments,
} from "../../../sdk/access";
import { concernsReading } from "./concerns-reading";

/**
 * A role that is nobody's grant, with what of it can matter to who reads: policies about other actions are left out. Its
 * trust, where it is not understood, is taken to let anybody in. Where its policies are not, that nobody else reads is
 * unknown.
 */
export function otherRole(role: RoleDocuments): RoleDocuments | ClaimResult {
  const policies = (role.policies ?? []).filter(concernsReading);
  const { arn, permissionsBoundary } = role;
  const problem =
    policies.map((one) => problemOf(one, "identity", `policy of ${arn}`)).find(Boolean) ??
    (permissionsBoundary && policies.length > 0
      ? problemOf(permissionsBoundary, "boundary", `permissions boundary of ${arn}`)
      : undefined);
  if (problem) {
    return {
      claim: "read-exclusive",
      subject: arn,
      result: "unknown",
      milliseconds: 0,
      assumptionsUsed: [],
      reason: `what this role may read is not understood: ${problem}`,
    };
  }
  const isTrustKnown = problemOf(role.trust, "trust", `trust policy of ${arn}`) === undefined;
  return {
    ...role,
    policies,
    trust: isTrustKnown ? role.trust : null,
    permissionsBoundary: policies.length > 0 ? permissionsBoundary : null,
  };
}

function problemOf(
  document: RawPolicy | null | undefined,
  kind: PolicyKind,
  name: string,
): string | undefined {
  if (document === null || document === undefined) return undefined;
  try {
    parsePolicy({ name, document }, kind);
    return undefined;
  } catch (error) {
    if (error instanceof PolicyGrammarError) return error.message;
    throw error;
  }
}
