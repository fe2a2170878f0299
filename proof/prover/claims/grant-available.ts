import type { AssociationDocuments } from "../../domain/documents";
import type { AccessRequest } from "../../domain/request";
import { evaluate } from "../../evaluator/evaluate";
import { preferShort, renderContext, renderPrincipal } from "../counterexample/concrete-request";
import { NO_OTHER_CONTROLS } from "../documents/assumptions";
import type { GrantQuestion } from "../documents/questions";
import type { SpelledSetup } from "../request/question-setup";
import { always, and, atom, type Formula, implies, not, or, VIOLATION } from "../solver/formula";
import { type Claim, nameDeciding, type Statement } from "./claim";
import { grantSubject } from "./grant-path";
import { readSteps, sessionSteps } from "./grant-steps";

/** The reader's session exists, and may read the secret and decrypt it, whatever the keys say that nobody fixes. */
export function grantAvailable(question: GrantQuestion): Claim {
  const { around, chain, opening, policies, reader, session, target } = question;
  return {
    claim: "grant-available",
    subject: grantSubject(around, reader, target.of.arn),
    around,
    roles: chain,
    policies: [
      ...policies,
      ...(target.of.key ? opening.policy : []),
      ...opening.grants,
      ...session,
    ],
    state: (setup) => stateAvailable(setup, question),
  };
}

function stateAvailable(setup: SpelledSetup, question: GrantQuestion): Statement {
  const { around, problem } = setup;
  const steps = [...sessionSteps(setup, question), ...readSteps(setup, question)];
  const failures = steps.map(({ isAllowed, title }) => {
    const failed = atom(`fails: ${title}`);
    problem.require(implies(failed, not(isAllowed)), VIOLATION);
    return failed;
  });
  problem.require(exclusive(failures), "one step fails at a time");
  const isDenied = around.settings.dropped?.has(NO_OTHER_CONTROLS)
    ? always
    : not(problem.assumption(NO_OTHER_CONTROLS));
  return {
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
      const decision = evaluate(around.documents, request, {
        sessionPolicies: sessionPolicies(question.association),
        strict: true,
      });
      if (decision.decision === "allowed") return { disagreement: decision.reason };
      return {
        summary: `the reader's ${around.kind?.words.principal} cannot read the secret: ${step.title} is denied, ${decision.reason}`,
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
