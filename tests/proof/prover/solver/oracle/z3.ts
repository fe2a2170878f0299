import assert from "node:assert";
import type { Z3_ast, Z3_context, Z3_func_decl, Z3_solver, Z3_sort } from "z3-solver";
import type { Formula } from "../../../../../proof/prover/solver/formula";
import { SatSolver, type Verdict } from "../../../../../proof/prover/solver/sat-solver";
import { inTurn, type Z3Api, type Z3Engine } from "./z3-engine";

/** One conversation with Z3. Formulas are added and never removed. Several conversations may go on at the same time. */
interface Z3Talk {
  add(formula: Formula): void;
  /** Whether everything that was added can hold while these atoms are true. Gives up after `milliseconds`. */
  check(assumptions: string[], milliseconds: number): Promise<Verdict | { result: "unknown" }>;
  /** Ends the conversation and frees its memory. */
  close(): Promise<void>;
}

/** Starts a conversation with Z3. The first one in a process starts Z3 itself. */
export function z3Talk(): Z3Talk {
  const pending: Formula[] = [];
  let talk: Talk | undefined;
  return {
    add: (formula) => pending.push(formula),
    check: (assumptions, milliseconds) =>
      inTurn(async (engine) => {
        talk ??= newTalk(engine.Z3);
        for (const formula of pending.splice(0)) state(engine, talk, formula);
        return ask(engine, talk, assumptions, milliseconds);
      }),
    close: () =>
      inTurn(async ({ Z3 }) => {
        if (talk) endTalk(Z3, talk);
        talk = undefined;
      }),
  };
}

/** A context keeps everything that it contains until it is deleted. */
interface Context {
  context: Z3_context;
  booleans: Z3_sort;
  isTrue: Z3_ast;
  /** How many conversations have begun in it, and how many are still open. */
  begun: number;
  open: number;
}

/** A context is slow to make. One serves this many conversations, and is then deleted with everything in it. */
const CONVERSATIONS = 32;

let current: Context | undefined;

function contextFor(Z3: Z3Api): Context {
  if (!current || current.begun >= CONVERSATIONS) {
    const settings = Z3.mk_config();
    const context = Z3.mk_context(settings);
    Z3.del_config(settings);
    const booleans = Z3.mk_bool_sort(context);
    current = { context, booleans, isTrue: Z3.mk_true(context), begun: 0, open: 0 };
  }
  current.begun += 1;
  current.open += 1;
  return current;
}

function leave(Z3: Z3Api, used: Context): void {
  used.open -= 1;
  if (used.open > 0 || used.begun < CONVERSATIONS) return;
  Z3.del_context(used.context);
  if (current === used) current = undefined;
}

/** An atom in Z3: as a term, and as models name it. */
interface Z3Atom {
  term: Z3_ast;
  declared: Z3_func_decl;
}

/** A conversation in Z3. */
interface Talk {
  within: Context;
  context: Z3_context;
  solver: Z3_solver;
  atoms: Map<string, Z3Atom>;
  translated: WeakMap<Formula, Z3_ast>;
  /** The limit of effort that was set last. */
  effort?: number;
}

function newTalk(Z3: Z3Api): Talk {
  const within = contextFor(Z3);
  const { context } = within;
  // The logic of finite domains. Our formulas are propositional, and this solver passes them directly to the SAT engine.
  const logic = Z3.mk_string_symbol(context, "QF_FD");
  const solver = Z3.mk_solver_for_logic(context, logic);
  Z3.solver_inc_ref(context, solver);
  return { within, context, solver, atoms: new Map(), translated: new WeakMap() };
}

function endTalk(Z3: Z3Api, { context, solver, within }: Talk): void {
  Z3.solver_dec_ref(context, solver);
  leave(Z3, within);
}

function state(engine: Z3Engine, talk: Talk, formula: Formula): void {
  engine.Z3.solver_assert(talk.context, talk.solver, translate(engine, talk, formula));
}

async function ask(
  { checkAtOnce, whileBusy, Z3 }: Z3Engine,
  talk: Talk,
  assumptions: string[],
  milliseconds: number,
): Promise<Verdict | { result: "unknown" }> {
  const { atoms, context, solver } = talk;
  const assumed = assumptions.map((name) => atomOf(Z3, talk, name).term);
  let result: number = UNKNOWN;
  if (atoms.size <= QUICK_ATOMS) {
    limitEffort(Z3, talk, QUICK_EFFORT);
    result = checkAtOnce(context, solver, assumed);
  }
  if (result === UNKNOWN) {
    limitEffort(Z3, talk, NO_LIMIT);
    result = await whileBusy(milliseconds, context, () =>
      Z3.solver_check_assumptions(context, solver, assumed),
    );
  }
  if (result === UNSAT) {
    const core = coreOf(Z3, talk);
    return { result: "unsat", core: assumptions.filter((_, i) => core.has(assumed[i] as Z3_ast)) };
  }
  if (result !== SAT) return { result: "unknown" };
  const truths = truthsIn(Z3, talk);
  return { result: "sat", truth: (name) => truths.has(name) };
}

/** The assumptions that the last question needs for its answer. */
function coreOf(Z3: Z3Api, { context, solver }: Talk): Set<Z3_ast> {
  const vector = Z3.solver_get_unsat_core(context, solver);
  Z3.ast_vector_inc_ref(context, vector);
  const size = Z3.ast_vector_size(context, vector);
  const core = Array.from({ length: size }, (_, index) =>
    Z3.ast_vector_get(context, vector, index),
  );
  Z3.ast_vector_dec_ref(context, vector);
  return new Set(core);
}

/** The atoms that are true in the last answer. */
function truthsIn(Z3: Z3Api, { atoms, context, solver, within }: Talk): Set<string> {
  const model = Z3.solver_get_model(context, solver);
  Z3.model_inc_ref(context, model);
  const truths = new Set<string>();
  for (const [name, { declared }] of atoms) {
    if (Z3.model_get_const_interp(context, model, declared) === within.isTrue) truths.add(name);
  }
  Z3.model_dec_ref(context, model);
  return truths;
}

/** A limit in Z3's own unit of effort, for less than a tenth of a second. Nearly all questions need far less. */
const QUICK_EFFORT = 50_000;
const NO_LIMIT = 0;
/** With more atoms, even reading the question takes long, and only work in another thread can be interrupted. */
const QUICK_ATOMS = 3_000;

function limitEffort(Z3: Z3Api, talk: Talk, effort: number): void {
  if (talk.effort === effort) return;
  talk.effort = effort;
  const { context, solver } = talk;
  const parameters = Z3.mk_params(context);
  Z3.params_inc_ref(context, parameters);
  Z3.params_set_uint(context, parameters, Z3.mk_string_symbol(context, "rlimit"), effort);
  Z3.solver_set_params(context, solver, parameters);
  Z3.params_dec_ref(context, parameters);
}

/** Z3's `l_true`, `l_false` and `l_undef`, for answers and for truth values. */
const SAT = 1;
const UNSAT = -1;
const UNKNOWN = 0;

function atomOf(Z3: Z3Api, { atoms, context, within }: Talk, name: string): Z3Atom {
  const known = atoms.get(name);
  if (known) return known;
  const symbol = Z3.mk_int_symbol(context, atoms.size);
  const declared = Z3.mk_func_decl(context, symbol, [], within.booleans);
  const made = { term: Z3.mk_app(context, declared, []), declared };
  atoms.set(name, made);
  return made;
}

/** Writes a formula for Z3. A part that appears in several places is written only once. */
function translate(engine: Z3Engine, talk: Talk, formula: Formula): Z3_ast {
  const found = talk.translated.get(formula);
  if (found) return found;
  const made = write(engine, talk, formula);
  talk.translated.set(formula, made);
  return made;
}

function write(engine: Z3Engine, talk: Talk, formula: Formula): Z3_ast {
  const { Z3, conjunction, disjunction } = engine;
  const { context } = talk;
  const part = (one: Formula) => translate(engine, talk, one);
  switch (formula.op) {
    case "constant":
      return formula.value ? Z3.mk_true(context) : Z3.mk_false(context);
    case "atom":
      return atomOf(Z3, talk, formula.name).term;
    case "not":
      return Z3.mk_not(context, part(formula.of));
    case "and":
      return conjunction(context, formula.of.map(part));
    case "or":
      return disjunction(context, formula.of.map(part));
  }
}

/** How long Z3 may take for a question, in milliseconds. */
const ENOUGH = 60_000;

/** Runs something, and asks Z3 each question too. Fails if Z3 answers differently. Returns the number of questions. */
export async function withSecondOpinion(run: () => Promise<void>): Promise<number> {
  const { add, check } = SatSolver.prototype;
  const talks = new Map<SatSolver, Z3Talk>();
  const talkOf = (solver: SatSolver) => {
    const talk = talks.get(solver) ?? z3Talk();
    talks.set(solver, talk);
    return talk;
  };
  let questions = 0;
  SatSolver.prototype.add = function (formula) {
    talkOf(this).add(formula);
    add.call(this, formula);
  };
  SatSolver.prototype.check = async function (assumptions, deadline) {
    const verdict = await check.call(this, assumptions, deadline);
    const z3 = talkOf(this);
    questions += 1;
    assert.strictEqual(verdict.result, (await z3.check(assumptions, ENOUGH)).result);
    if (verdict.result === "unsat") {
      assert.strictEqual((await z3.check(verdict.core, ENOUGH)).result, "unsat");
    }
    return verdict;
  };
  try {
    await run();
  } finally {
    Object.assign(SatSolver.prototype, { add, check });
    await Promise.all([...talks.values()].map((talk) => talk.close()));
  }
  return questions;
}
