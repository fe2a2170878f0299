import { deepStrictEqual, match, throws } from "node:assert";

import {
  failedClaims,
  keepProof,
  readProof,
  trialProof,
} from "../../../../cli/verbs/trial/trial-proof";
import type { ClaimResult, RequestPrincipal } from "../../../../sdk/access";

const subject = "arn:aws:secretsmanager:us-east-1:222222222222:secret:eps-trial-3f9a71/secret-b";
const PROVED: ClaimResult = {
  ...{ claim: "grant-available", subject, result: "proved", milliseconds: 1 },
  assumptionsUsed: [],
};

function refuted(claim: ClaimResult["claim"], principal: RequestPrincipal): ClaimResult {
  const request = { principal, action: "secretsmanager:GetSecretValue", resource: subject };
  const counterexample = { summary: "somebody reads", request, document: "", statement: null };
  return { ...PROVED, claim, result: "refuted", counterexample: { ...counterexample, fix: "" } };
}

function failuresOf(result: string, ...claims: ClaimResult[]): string[] {
  return failedClaims(readProof(JSON.stringify({ result, claims })));
}

describe("the proof of a trial", () => {
  const session = (account: string): RequestPrincipal => ({
    ...{ kind: "session", roleArn: `arn:aws:iam::${account}:role/Admin` },
  });

  for (const nothing of ["", "{}", "half of {", '{"result":"proved","claims":[]}']) {
    it(`is none in the answer "${nothing}"`, () => {
      throws(() => readProof(nothing), /prove --live: it (answered nothing|judged no claim)/);
    });
  }

  it("says why prove could not begin", () => {
    const answer = { result: "error", problems: [{ message: "no credentials" }] };
    throws(() => readProof(JSON.stringify(answer)), /prove --live: no credentials/);
  });

  it("fails by no claim that is proved", () => {
    deepStrictEqual(failuresOf("proved", PROVED), []);
  });

  it("fails by a claim that is unknown, and says it", () => {
    const unknown: ClaimResult = { ...PROVED, result: "unknown", reason: "too large" };
    match(failuresOf("unknown", PROVED, unknown)[0] ?? "", /grant-available of .*: unknown: too l/);
  });

  it("fails by a claim that is refuted", () => {
    for (const account of ["111111111111", "222222222222"]) {
      const claim = refuted("grant-available", session(account));
      deepStrictEqual(failuresOf("refuted", claim).length, 1);
    }
  });

  it("is kept, and fails the trial by each claim that is not excused", () => {
    const broken = refuted("grant-available", session("111111111111"));
    const outcome: Parameters<typeof keepProof>[1] = {};
    const answer = JSON.stringify({ result: "refuted", claims: [PROVED, broken] });
    throws(() => keepProof(answer, outcome), /prove --live: grant-available of .*: somebody reads/);
    deepStrictEqual(outcome.proof?.open.length, 1);
    keepProof(JSON.stringify({ result: "proved", claims: [PROVED] }), outcome);
    deepStrictEqual(outcome.proof, { result: "proved", claims: 1, open: [] });
  });

  it("excuses read-exclusive only where the other reader is of the secret's own account", () => {
    const own = refuted("read-exclusive", session("222222222222"));
    deepStrictEqual(failuresOf("refuted", own), []);
    deepStrictEqual(trialProof(readProof(JSON.stringify({ result: "refuted", claims: [own] }))), {
      ...{ result: "refuted", claims: 1 },
      open: [`read-exclusive of ${subject}: refuted: somebody reads`],
    });
    const principals: RequestPrincipal[] = [
      session("111111111111"),
      { kind: "user", arn: "arn:aws:iam::333333333333:user/eve" },
      { kind: "service", service: "lambda.amazonaws.com" },
      { kind: "anonymous" },
    ];
    for (const principal of principals) {
      deepStrictEqual(failuresOf("refuted", refuted("read-exclusive", principal)).length, 1);
    }
  });
});
