import assert from "node:assert";
import fc from "fast-check";
import {
  always,
  and,
  atom,
  type Formula,
  holds,
  iff,
  negated,
  never,
  not,
  type Origin,
  or,
  stemming,
} from "../../../../proof/prover/solver/formula";
import type { Refutation } from "../../../../proof/prover/solver/refutation";
import { SatSolver, type Verdict } from "../../../../proof/prover/solver/sat-solver";
import { z3Talk } from "./oracle/z3";
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

/** Checks each step by the rules of LRAT. */
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

/** With this many clauses, some sets can hold and some cannot, and a solver has to learn to find out. */
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

/** Tells both solvers the same in several rounds. Each round ends with a question. */
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

/** Checks a verdict. The truth values make everything true, or the named assumptions suffice for the impossibility. */
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

describe("and, or", () => {
  for (const join of [and, or]) {
    it(`take up parts of their own kind, however many: ${join.name}`, () => {
      const half = (name: string) =>
        join(...Array.from({ length: 80_000 }, (_, index) => atom(`${name} ${index}`)));
      const both: Formula = join(atom("one more"), join(half("left"), half("right")));
      assert.ok((both.op === "and" || both.op === "or") && both.of.length === 160_001);
      const truth = (name: string) => (name === "right 79999") === (join === or);
      assert.strictEqual(holds(both, truth), join === or);
    });
  }
});
