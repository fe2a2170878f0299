import type { ApplicablePolicies, Decision } from "./decision";
import { requestContext } from "./evaluator/context";
import { startReading } from "./evaluator/reading";
import { subjectOf } from "./evaluator/subject";
import { verdict } from "./evaluator/verdict";
import type { AccessRequest } from "./request";

/**
 * Decides one concrete request under the policies in force for it, as AWS's policy evaluation does. Resource control
 * policies are to be left out where the resource is an AWS managed key, and both kinds of control policy for what
 * belongs to the management account; service principals and service-linked roles are excepted here.
 *
 * Throws `PolicyGrammarError` where a document says anything outside the grammar, and `AccessRequestError` where the
 * request contradicts itself.
 */
export function evaluateRequest(policies: ApplicablePolicies, request: AccessRequest): Decision {
  const subject = subjectOf(request.principal);
  const context = requestContext(request, subject);
  const situation = { request, subject, context, action: request.action.toLowerCase() };
  const reader = startReading(situation);
  return { ...verdict(policies, situation, reader), statements: reader.statements };
}
