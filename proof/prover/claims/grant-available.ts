import type { AssociationDocuments } from "../../domain/documents";
import type { AccessRequest } from "../../domain/request";
import { evaluate } from "../../evaluator/evaluate";
import { renderContext, renderPrincipal } from "../counterexample/concrete-request";
import { preferShort } from "../counterexample/prefer-short";
import { NO_OTHER_CONTROLS } from "../documents/assumptions";
import type { DeclaredReader, Deployment } from "../documents/deployment";
import { openingOf } from "../documents/key-of-read";
import { readDocument } from "../documents/policies";
import { type ReadTarget, resourcePolicyOf } from "../documents/read-target";
import { setUpQuestion } from "../request/question-setup";
import { always, and, atom, type Formula, implies, not, or } from "../solver/formula";
import { VIOLATION } from "../solver/origin";
import { nameDeciding, type Question } from "./claim";
import { grantSubject } from "./grant-path";
import { readSteps, sessionSteps } from "./grant-steps";

/**
 * The reader's session exists, and may read the secret and decrypt it, whatever the keys say that nobody fixes.
 * `contextArn` is what the encryption context holds; defaults to the secret's ARN.
 */
export function grantAvailable(
  deployment: Deployment,
  reader: DeclaredReader,
  association: AssociationDocuments,
  target: ReadTarget,
  contextArn?: string,
): Question {
  const { arn } = target.of;
  const chain = [association.roleArn, association.targetRoleArn].flatMap((one) =>
    one ? (deployment.role(one) ?? []) : [],
  );
  const { grants, policy } = openingOf(deployment, target);
  const policies = [
    ...resourcePolicyOf(deployment, target),
    ...(target.of.key ? policy : []),
    ...grants,
    ...readDocument(
      "session",
      "session policy of the association",
      association.roleArn,
      association.policy,
    ),
  ];
  const setup = setUpQuestion(deployment, policies, chain);
  const steps = [
    ...sessionSteps(setup, association, chain),
    ...readSteps(setup, association, target, chain, contextArn),
  ];
  const failures = steps.map(({ isAllowed, title }) => {
    const failed = atom(`fails: ${title}`);
    setup.problem.require(implies(failed, not(isAllowed)), VIOLATION);
    return failed;
  });
  setup.problem.require(exclusive(failures), "one step fails at a time");
  const isDenied = deployment.settings.dropped?.has(NO_OTHER_CONTROLS)
    ? always
    : not(setup.problem.assumption(NO_OTHER_CONTROLS));
  return {
    claim: "grant-available",
    subject: grantSubject(deployment, reader, arn),
    setup,
    violation: or(isDenied, ...failures),
    preferences: () => [
      ...failures,
      ...steps.flatMap(({ caller, context }) => preferShort(caller, context)),
    ],
    explain: (model) => {
      const step = steps.find(({ title }) => model.truth(`fails: ${title}`));
      if (!step) {
        return { disagreement: "a control policy that the documents lack may deny it" };
      }
      const request: AccessRequest = {
        ...step.request,
        principal: renderPrincipal(model, step.caller, step.context),
        context: renderContext(model, step.context, setup.spellings),
      };
      const decision = evaluate(deployment.documents, request, {
        sessionPolicies: sessionPolicies(association),
        strict: true,
      });
      if (decision.decision === "allowed") return { disagreement: decision.reason };
      return {
        summary: `the reader's ${deployment.kind?.words.principal} cannot read the secret: ${step.title} is denied, ${decision.reason}`,
        request,
        ...nameDeciding(decision, decision.lacking ?? `policies of ${request.resource}`),
        fix: decision.decidedBy
          ? "except the reader's session from what denies it, by conditions that only its own session decides"
          : `let the ${decision.lacking} allow ${request.action} to the reader, under conditions that only its own session decides`,
      };
    },
  };
}

function sessionPolicies({ policy, roleArn }: AssociationDocuments) {
  return policy
    ? [{ name: `session policy of the association of ${roleArn}`, document: policy }]
    : [];
}

function exclusive(formulas: Formula[]): Formula {
  return and(
    ...formulas.flatMap((a, index) => formulas.slice(index + 1).map((b) => implies(a, not(b)))),
  );
}
