import assert from "node:assert";
import { difference, prove } from "../../../pods";
import { BILLING, oneReader, policy, ROLE, readStatement } from "../../deployments/deployment";
import { inPlaceOfSolver } from "../in-place-of-solver";
import { withSecondOpinion } from "./second-opinion";

const wide = policy(readStatement(ROLE, BILLING, { Action: "secretsmanager:*" }));

describe("Z3 as a second opinion", function () {
  this.timeout(60_000);

  it("agrees on every question of a proof, of all claims", async () => {
    const questions = await withSecondOpinion(async () => {
      assert.strictEqual((await prove(oneReader())).result, "proved");
    });
    assert.ok(questions > 5, String(questions));
  });

  it("agrees on every question of a difference", async () => {
    const changed = oneReader({ secretPolicy: wide, policies: [] });
    const questions = await withSecondOpinion(async () => {
      const claims = await difference(oneReader(), changed);
      assert.ok(claims.some(({ result }) => result === "refuted"));
    });
    assert.ok(questions > 5, String(questions));
  });

  it("bears many proofs at a time", async () => {
    await withSecondOpinion(async () => {
      const proofs = await Promise.all(
        Array.from({ length: 6 }, (_, index) =>
          prove(oneReader(index % 2 === 0 ? {} : { secretPolicy: wide }), {
            claims: ["secret-bounded", "grant-available", "read-exclusive"],
            millisecondsPerClaim: 60_000,
          }),
        ),
      );
      const results = proofs.map(({ result }) => result);
      assert.deepStrictEqual(
        results,
        proofs.map((_, index) => (index % 2 === 0 ? "proved" : "refuted")),
      );
    });
  });

  it("does not agree with an answer that is wrong", async () => {
    const everything = { result: "sat", isTrue: () => true } as const;
    const lie = inPlaceOfSolver(
      () => everything,
      () => withSecondOpinion(async () => void (await prove(oneReader()))),
    );
    await assert.rejects(lie, /strictly equal/);
  });
});
