import type { ClaimResult, Proof } from "iam-proof";
import { sayTurning } from "iam-proof/evaluator";

/** Claims about a program that are refuted or unknown, each with the request that breaks it or the reason. */
export class NotProved extends Error {
  override name = "NotProved";

  constructor(public readonly proof: Proof) {
    const open = proof.claims.filter(({ result }) => result !== "proved");
    super(
      [`${open.length} of ${proof.claims.length} claims are not proved`, ...open.map(told)].join(
        "\n",
      ),
    );
  }
}

function told({ claim, counterexample, reason, result, subject }: ClaimResult): string {
  const lines = [`${result}: ${claim} of ${subject}`];
  if (!counterexample) return [...lines, `  ${reason ?? "no answer"}`].join("\n");
  const { document, fix, request, statement, summary, turnsOn = [] } = counterexample;
  return [
    ...lines,
    `  ${summary}`,
    `  request: ${JSON.stringify(request)}`,
    `  decided by: ${statement === null ? document : `${document}, statement ${statement}`}`,
    ...turnsOn.map((one) => `  turns on ${sayTurning(one)}`),
    `  to close: ${fix}`,
  ].join("\n");
}
