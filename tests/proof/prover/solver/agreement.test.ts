import assert from "node:assert";
import fc from "fast-check";
import {
  always,
  and,
  atom,
  type Formula,
  holds,
  iff,
  never,
  not,
  or,
} from "../../../../proof/prover/solver/formula";
import { SatSolver, type Verdict } from "../../../../proof/prover/solver/sat-solver";
import { z3Talk } from "./oracle/z3";

const ROUNDS = { numRuns: 600, seed: 20261125 };

const names = ["", ..."abcdefghijklmnopqrstuvwx"];
const anAtom = fc.constantFrom(...names).map(atom);
const aLiteral = fc.oneof(anAtom, anAtom.map(not));

const { formula: aFormula } = fc.letrec<{ formula: Formula }>((tie) => {
  const parts = fc.array(tie("formula"), { minLength: 1, maxLength: 4 });
  return {
    formula: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      aLiteral,
      fc.constantFrom(always, never),
      tie("formula").map(not),
      parts.map((of) => and(...of)),
      parts.map((of) => or(...of)),
      fc.tuple(tie("formula"), tie("formula")).map(([one, other]) => iff(one, other)),
    ),
  };
});

/** So many that some hold together and some do not, and that a solver has to learn to see it. */
const clauses = fc.array(
  fc.array(aLiteral, { minLength: 3, maxLength: 3 }).map((of) => or(...of)),
  { minLength: 40, maxLength: 110 },
);

describe("the solver and Z3", function () {
  this.timeout(120_000);

  it("agree on formulas of every form", () =>
    agreeOn(fc.array(aFormula, { minLength: 1, maxLength: 5 })));

  it("agree on clauses near the border of the possible", () => agreeOn(clauses));
});

/** Both are told the same in several rounds, each of which ends with a question. */
async function agreeOn(formulas: fc.Arbitrary<Formula[]>): Promise<void> {
  const round = fc.record({
    formulas,
    assumptions: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 4 }),
  });
  const found = new Set<string>();
  const conversation = fc.array(round, { minLength: 1, maxLength: 4 });
  const property = fc.asyncProperty(conversation, async (rounds) => {
    const [own, z3] = [new SatSolver(), z3Talk()];
    const told: Formula[] = [];
    for (const { assumptions, formulas } of rounds) {
      told.push(...formulas);
      for (const formula of formulas) {
        own.add(formula);
        z3.add(formula);
      }
      const verdict = await own.check(assumptions, performance.now() + 10_000);
      found.add(verdict.result);
      const ofZ3 = await z3.check(assumptions, 10_000);
      assert.strictEqual(verdict.result, ofZ3.result);
      await confirm(verdict, told, assumptions, (core) => z3.check(core, 10_000));
    }
    await z3.close();
  });
  await fc.assert(property, ROUNDS);
  assert.deepStrictEqual(found, new Set(["sat", "unsat"]));
}

/** Truth values make everything true; the assumptions that are named suffice for the impossibility. */
async function confirm(
  verdict: Verdict,
  told: Formula[],
  assumptions: string[],
  ask: (core: string[]) => Promise<{ result: string }>,
): Promise<void> {
  if (verdict.result === "sat") {
    const { truth } = verdict;
    assert.ok([...told, ...assumptions.map(atom)].every((formula) => holds(formula, truth)));
  } else if (verdict.result === "unsat") {
    assert.ok(verdict.core.every((name) => assumptions.includes(name)));
    assert.strictEqual((await ask(verdict.core)).result, "unsat");
  }
}
