import assert from "node:assert";
import { and, atom, implies, not, or } from "../../../../../proof/prover/solver/formula";
import { difference, prove } from "../../../pods";
import { BILLING, oneReader, policy, ROLE, readStatement } from "../../deployments/deployment";
import { inPlaceOfSolver, pigeons } from "../pigeons";
import { withSecondOpinion, z3Talk } from "./z3";

const [a, b, c] = [atom("a"), atom("b"), atom("c")];

describe("z3Talk", () => {
  it("finds truth values that make everything true", async () => {
    const solver = z3Talk();
    solver.add(or(a, b));
    solver.add(not(and(a, b)));
    const verdict = await solver.check(["b"], 1_000);
    assert.ok(verdict.result === "sat");
    assert.deepStrictEqual([verdict.truth("a"), verdict.truth("b")], [false, true]);
    await solver.close();
  });

  it("names only the assumptions that an impossibility needs", async () => {
    const solver = z3Talk();
    solver.add(implies(a, not(b)));
    const verdict = await solver.check(["c", "a", "b"], 1_000);
    assert.ok(verdict.result === "unsat");
    assert.deepStrictEqual(verdict.core.sort(), ["a", "b"]);
    await solver.close();
  });

  it("takes more formulas after an answer", async () => {
    const solver = z3Talk();
    solver.add(or(a, b, c));
    assert.strictEqual((await solver.check([], 1_000)).result, "sat");
    for (const one of [a, b, c]) solver.add(not(one));
    assert.strictEqual((await solver.check([], 1_000)).result, "unsat");
    await solver.close();
  });

  it("gives up in time on what is too hard", async () => {
    const solver = z3Talk();
    for (const clause of pigeons(14)) solver.add(clause);
    assert.strictEqual((await solver.check([], 200)).result, "unknown");
    // Afterwards, it answers easy questions again.
    const other = z3Talk();
    other.add(a);
    assert.strictEqual((await other.check([], 1_000)).result, "sat");
    await Promise.all([solver.close(), other.close()]);
  });

  it("bears many conversations at a time", async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const solver = z3Talk();
        for (const clause of pigeons(4)) solver.add(clause);
        if (index % 2 === 0) solver.add(not(atom("0 in 0")));
        const { result } = await solver.check([], 10_000);
        await solver.close();
        return result;
      }),
    );
    assert.deepStrictEqual(new Set(answers), new Set(["unsat"]));
  });
});

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
