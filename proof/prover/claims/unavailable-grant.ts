import type { AssociationDocuments } from "../../domain/documents";
import { evaluate } from "../../evaluator/evaluate";
import type { GrantQuestion } from "../documents/questions";
import { type Explained, nameDeciding, type Witness } from "./claim";

/** Explains which request of the reader is denied, and what to change. */
export function explainUnavailable(
  { around, association, target }: GrantQuestion,
  { requests: [request] }: Witness,
): Explained {
  const { action, resource } = request;
  const decision = evaluate(around.documents, request, {
    sessionPolicies: sessionPolicies(association),
    strict: true,
  });
  if (decision.decision === "allowed") return { disagreement: decision.reason };
  const step =
    action === "kms:Decrypt" ? `${action} of ${target.of.arn}` : `${action} on ${resource}`;
  return {
    summary: `the reader's ${around.kind?.words.principal} cannot read the secret: ${step} is denied, ${decision.reason}`,
    request,
    ...nameDeciding(decision, decision.lacking ?? `policies of ${resource}`),
    fix: decision.decidedBy
      ? "except the reader's session from what denies it, by conditions that only its own session decides"
      : `let the ${decision.lacking} allow ${action} to the reader, under conditions that only its own session decides`,
  };
}

function sessionPolicies({ policy, roleArn }: AssociationDocuments) {
  return policy
    ? [{ name: `session policy of the association of ${roleArn}`, document: policy }]
    : [];
}
