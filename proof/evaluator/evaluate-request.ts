import type { ApplicablePolicies, Decision, StatementOutcome } from "../domain/decision";
import type { AccessRequest } from "../domain/request";
import { requestContext } from "./matching/context";
import { resourceAccountOf, subjectOf } from "./matching/subject";
import { createPolicyCollector } from "./policy-collector";
import { verdict } from "./verdict";

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
  const resourceAccount = resourceAccountOf(request, subject);
  const context = requestContext(request, subject, resourceAccount);
  const action = request.action.toLowerCase();
  const { permissionsBoundary, strict = false } = policies;
  const { kind } = request.principal;
  const isBounded = permissionsBoundary !== undefined && (kind === "user" || kind === "session");
  const situation = { request, subject, isBounded, resourceAccount, context, action, strict };
  const collector = createPolicyCollector(situation);
  const { grounds, ...decided } = verdict(policies, situation, collector);
  let statements: StatementOutcome[] | undefined;
  return {
    ...decided,
    get turnsOn() {
      return collector.turnsOn(grounds);
    },
    // Most callers want the decision alone, and the words cost more than it.
    get statements() {
      statements ??= collector.outcomes();
      return statements;
    },
  };
}
