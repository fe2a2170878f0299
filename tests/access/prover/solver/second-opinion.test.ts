import assert from "node:assert";
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
    assert.ok(proof.claims.some(({ claim }) => claim === "lean"));
  });

  it("answers every question of a difference", async () => {
    const changed = oneReader({ secretPolicy: wide, policies: [] });
    const claims = await inPlaceOfSolver(noOwnSolver, () =>
      difference(oneReader(), changed, { solver: "z3" }),
    );
    assert.ok(claims.some(({ result }) => result === "refuted"));
  });
});
