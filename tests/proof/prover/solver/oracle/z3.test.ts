import assert from "node:assert";
import { and, atom, implies, not, or } from "../../../../../proof/prover/solver/formula";
import { pigeons } from "../pigeons";
import { z3Talk } from "./z3";

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
    // What is easy is answered again after that.
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
