import assert from "node:assert";
import { advise } from "../../../../sdk/access/prover/advice/advise";
import { difference } from "../../../../sdk/access/prover/questions/difference";
import { prove } from "../../../../sdk/access/prover/questions/prove";
import { BILLING, oneReader, policy, ROLE, readStatement } from "../deployments/deployment";
import { inPlaceOfSolver } from "./in-place-of-solver";

const noOwnSolver = () => assert.fail("the own solver was asked");
const wide = policy(readStatement(ROLE, BILLING, { Action: "secretsmanager:*" }));

describe("Z3 as a second opinion", () => {
  it("answers every question of a proof", async () => {
    const proof = await inPlaceOfSolver(noOwnSolver, () => prove(oneReader(), { solver: "z3" }));
    assert.strictEqual(proof.result, "proved");
  });

  it("answers every question of advice", async () => {
    const advice = await inPlaceOfSolver(noOwnSolver, () => advise(oneReader(), { solver: "z3" }));
    assert.deepStrictEqual(
      advice.filter(({ reason }) => reason !== undefined),
      [],
    );
    assert.ok(advice.length > 0);
  });

  it("answers every question of a difference", async () => {
    const changed = oneReader({ secretPolicy: wide, policies: [] });
    const claims = await inPlaceOfSolver(noOwnSolver, () =>
      difference(oneReader(), changed, { solver: "z3" }),
    );
    assert.ok(claims.some(({ result }) => result === "refuted"));
  });
});
