import assert from "node:assert";
import { atom, implies, not, or } from "../../../../sdk/access/prover/formula";
import { quickTalk } from "../../../../sdk/access/prover/solver/quick";
import { satSolver } from "../../../../sdk/access/prover/solver/sat-solver";
import { pigeons } from "./pigeons";

describe("satSolver", () => {
  it("answers small questions by itself", async () => {
    const quick = quickTalk();
    for (const clause of pigeons(5)) quick.add(clause);
    assert.deepStrictEqual(quick.check([]), { result: "unsat", core: [] });
  });

  it("gives Z3 what it does not answer in a few steps", async () => {
    const [quick, solver] = [quickTalk(), satSolver("own-first")];
    for (const clause of pigeons(8)) {
      quick.add(clause);
      solver.add(clause);
    }
    assert.deepStrictEqual(quick.check([]), { result: "unknown" });
    assert.strictEqual((await solver.check([], 60_000)).result, "unsat");
    await solver.close();
  });

  it("gives Z3 what is too large to begin with", async () => {
    const [quick, solver] = [quickTalk(), satSolver("own-first")];
    const atoms = Array.from({ length: 1_000 }, (_, index) => atom(`${index}`));
    const wide = Array.from({ length: 1_100 }, (_, row) =>
      or(...atoms.map((one, index) => (index === row ? not(one) : one))),
    );
    for (const formula of wide) {
      quick.add(formula);
      solver.add(formula);
    }
    assert.deepStrictEqual(quick.check([]), { result: "unknown" });
    assert.strictEqual((await solver.check([], 60_000)).result, "sat");
    await solver.close();
  });

  it("tells Z3 what was said before it was asked, and after", async () => {
    const solver = satSolver("own-first");
    for (const flock of ["first", "second"]) {
      for (const clause of pigeons(8, flock)) solver.add(implies(atom(flock), clause));
      const verdict = await solver.check([flock], 60_000);
      assert.deepStrictEqual(verdict, { result: "unsat", core: [flock] });
    }
    await solver.close();
  });

  it("asks Z3 alone where that is wanted", async () => {
    const solver = satSolver("z3");
    solver.add(atom("a"));
    const verdict = await solver.check([], 60_000);
    assert.ok(verdict.result === "sat" && verdict.truth("a"));
    await solver.close();
  });
});
