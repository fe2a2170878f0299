import assert from "node:assert";
import fc from "fast-check";

import {
  and,
  atom,
  negated,
  not,
  type Origin,
  or,
  stemming,
} from "../../../../proof/prover/solver/formula";
import type { Refutation } from "../../../../proof/prover/solver/refutation";
import { SatSolver } from "../../../../proof/prover/solver/sat-solver";
import { pigeons } from "./pigeons";

const soon = () => performance.now() + 60_000;
const VIOLATION: Origin = { kind: "violation" };

describe("a refutation", () => {
  it("has steps that follow, each from the clauses that it names, up to the empty one", async () => {
    const solver = new SatSolver({ keepsRefutations: true });
    for (const formula of pigeons(6)) solver.add(formula);
    const { steps } = await refute(solver);
    assert.ok(steps.length > 100, `${steps.length} steps`);
  });

  it("leaves out what it does not need, of several questions too", async () => {
    const solver = new SatSolver({ keepsRefutations: true });
    for (const formula of pigeons(5, "other ")) solver.add(or(atom("no flock"), formula));
    solver.add(or(not(atom("a")), atom("b")));
    assert.strictEqual((await solver.check(["a", "b"], soon())).result, "sat");
    solver.add(or(not(atom("b")), not(atom("a"))));
    const { clauses, given } = await refute(solver, ["b", "a", "no flock"]);
    assert.strictEqual(clauses.length, 3);
    assert.ok(given > 40, `${given} clauses were given`);
  });

  it("names the origin of each clause, and what it defines", async () => {
    const statement: Origin = { kind: "statement", document: "a policy", index: 0 };
    const solver = new SatSolver({ keepsRefutations: true });
    const matches = stemming(statement, and(atom("a"), or(atom("b"), atom("c"))));
    solver.add(and(matches, not(atom("b"))), VIOLATION);
    solver.add(not(atom("c")), { kind: "fact" });
    const { clauses, meanings } = await refute(solver);
    const told = clauses.map(({ origin: { defines, from } }) => ({
      kind: from.kind,
      of: defines === undefined ? "stated" : (meanings.get(defines) as { op: string }).op,
    }));
    assert.deepStrictEqual(told.map(({ kind, of }) => `${kind} ${of}`).sort(), [
      "fact stated",
      "statement and",
      "statement or",
      "violation stated",
      "violation stated",
    ]);
  });

  it("has the meaning of each variable in it, and of what these are made of", async () => {
    const anAtom = fc.constantFrom("a", "b", "c", "d", "e").map(atom);
    const aPart = fc.oneof(anAtom, anAtom.map(not));
    const aFormula = fc.oneof(
      fc.array(aPart, { minLength: 1, maxLength: 3 }).map((parts) => or(...parts)),
      fc.tuple(aPart, aPart, aPart).map(([a, b, c]) => or(a, and(b, c))),
    );
    let found = 0;
    const property = fc.asyncProperty(fc.array(aFormula, { minLength: 6 }), async (formulas) => {
      const solver = new SatSolver({ keepsRefutations: true });
      for (const formula of formulas) solver.add(formula);
      const verdict = await solver.check(["a"], soon());
      if (verdict.result === "sat") return;
      found += 1;
      const { clauses, meanings } = checked(verdict.refutation?.());
      for (const { clause } of clauses) {
        for (const literal of clause) assert.ok(meanings.has(literal >> 1));
      }
    });
    await fc.assert(property, { numRuns: 500, seed: 20261127 });
    assert.ok(found > 100, `${found} refutations`);
  });

  it("is not kept where it is not asked for", async () => {
    const solver = new SatSolver();
    for (const formula of pigeons(4)) solver.add(formula);
    const verdict = await solver.check([], soon());
    assert.deepStrictEqual(verdict, { result: "unsat", core: [] });
  });
});

async function refute(solver: SatSolver, assumptions: string[] = []): Promise<Refutation> {
  const verdict = await solver.check(assumptions, soon());
  assert.ok(verdict.result === "unsat");
  return checked(verdict.refutation?.());
}

/** Takes each step again, as LRAT has it. */
function checked(refutation: Refutation | undefined): Refutation {
  assert.ok(refutation);
  const known = refutation.clauses.map(({ clause }) => clause);
  for (const { by, clause } of refutation.steps) {
    const isTrue = new Set(clause.map(negated));
    for (const [index, number] of by.entries()) {
      const open = known[number - 1]?.filter((literal) => !isTrue.has(negated(literal)));
      assert.strictEqual(open?.length, index === by.length - 1 ? 0 : 1);
      for (const literal of open) assert.ok(!isTrue.has(literal) && isTrue.add(literal));
    }
    known.push(clause);
  }
  assert.deepStrictEqual(known.at(-1), []);
  return refutation;
}
