import assert from "node:assert";

import { type AccessDocuments, blastRadius, type Compromise, evaluate } from "../../pods";
import * as the from "../deployments/deployment";

export const POD: Compromise = { kind: "readers", with: the.BILLING };
export const OTHER_POD: Compromise = { kind: "readers", with: the.REPORTS };

/** Whether each compromise gives anything away. The evaluator agrees on every request, or the answer says why not. */
export function isGiven(
  documents: AccessDocuments,
  ...compromises: Compromise[]
): Promise<boolean[]> {
  return Promise.all(compromises.map((one) => isGivenAwayBy(documents, one)));
}

async function isGivenAwayBy(documents: AccessDocuments, compromise: Compromise): Promise<boolean> {
  const answer = await blastRadius(documents, compromise);
  assert.strictEqual(answer.result, "complete");
  for (const { remark, request } of answer.found) {
    const { decision } = evaluate(documents, request);
    assert.strictEqual(decision, remark === undefined ? "allowed" : "denied");
  }
  return answer.found.length > 0;
}
