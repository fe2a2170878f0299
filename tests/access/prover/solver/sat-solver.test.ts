import assert from "node:assert";
import { atom, implies } from "../../../../sdk/access/prover/solver/formula";
import { satSolver } from "../../../../sdk/access/prover/solver/sat-solver";
import { inPlaceOfSolver } from "./in-place-of-solver";
import { pigeons } from "./pigeons";

describe("satSolver", () => {
  it("gives Z3 what it does not answer by itself, and all that comes after", async () => {
    const solver = satSolver("own-first");
    for (const clause of pigeons(8)) solver.add(clause);
    const impossible = { result: "unsat", core: [] };
    assert.deepStrictEqual(await solver.check([], 60_000), impossible);
    const again = inPlaceOfSolver(
      () => assert.fail(),
      () => solver.check([], 60_000),
    );
    assert.deepStrictEqual(await again, impossible);
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
    const verdict = await inPlaceOfSolver(
      () => assert.fail(),
      () => solver.check([], 60_000),
    );
    assert.ok(verdict.result === "sat" && verdict.truth("a"));
    await solver.close();
  });
});
