import type { Z3_ast, Z3_context, Z3_solver, Z3LowLevel } from "z3-solver";

import type { Formula } from "./formula";

export type Verdict =
  | { result: "unsat"; core: string[] }
  | { result: "sat"; truth: (name: string) => boolean }
  | { result: "unknown" };

/** One conversation with Z3: formulas are added, and never taken back. Several may go on at a time. */
export interface SatSolver {
  add(formula: Formula): void;
  /** Whether everything added holds together where these atoms are true. Gives up after `milliseconds`. */
  check(assumptions: string[], milliseconds: number): Promise<Verdict>;
  /** Ends the conversation, and gives its memory back. */
  close(): Promise<void>;
}

/** Starts a conversation. Z3 itself starts once a process, at the first. */
export function satSolver(): SatSolver {
  const pending: Formula[] = [];
  let talk: Talk | undefined;
  return {
    add: (formula) => pending.push(formula),
    check: (assumptions, milliseconds) =>
      inTurn(async (engine) => {
        talk ??= newTalk(engine.Z3);
        for (const formula of pending.splice(0)) state(engine.Z3, talk, formula);
        return ask(engine, talk, assumptions, milliseconds);
      }),
    close: () =>
      inTurn(async ({ Z3 }) => {
        if (talk) endTalk(Z3, talk);
        talk = undefined;
      }),
  };
}

type Api = Z3LowLevel["Z3"];

/** What a context holds, it keeps until it is deleted: nothing in it is counted or collected. */
interface Context {
  context: Z3_context;
  /** Conversations that were begun in it, and those that go on. */
  begun: number;
  open: number;
}

/** Contexts are slow to make; one serves so many conversations, and is then deleted with all that they left in it. */
const CONVERSATIONS = 32;

let current: Context | undefined;

function contextFor(Z3: Api): Context {
  if (!current || current.begun >= CONVERSATIONS) {
    const settings = Z3.mk_config();
    current = { context: Z3.mk_context(settings), begun: 0, open: 0 };
    Z3.del_config(settings);
  }
  current.begun += 1;
  current.open += 1;
  return current;
}

function leave(Z3: Api, used: Context): void {
  used.open -= 1;
  if (used.open > 0 || used.begun < CONVERSATIONS) return;
  Z3.del_context(used.context);
  if (current === used) current = undefined;
}

/** A conversation as Z3 holds it. */
interface Talk {
  within: Context;
  context: Z3_context;
  solver: Z3_solver;
  atoms: Map<string, Z3_ast>;
  translated: WeakMap<Formula, Z3_ast>;
}

function newTalk(Z3: Api): Talk {
  const within = contextFor(Z3);
  const { context } = within;
  // The logic of finite domains: our formulas are propositional, and its solver goes straight to the SAT engine.
  const logic = Z3.mk_string_symbol(context, "QF_FD");
  const solver = Z3.mk_solver_for_logic(context, logic);
  Z3.solver_inc_ref(context, solver);
  return { within, context, solver, atoms: new Map(), translated: new WeakMap() };
}

function endTalk(Z3: Api, { context, solver, within }: Talk): void {
  Z3.solver_dec_ref(context, solver);
  leave(Z3, within);
}

function state(Z3: Api, talk: Talk, formula: Formula): void {
  Z3.solver_assert(talk.context, talk.solver, translate(Z3, talk, formula));
}

async function ask(
  { atOnce, whileBusy, Z3 }: Engine,
  talk: Talk,
  assumptions: string[],
  milliseconds: number,
): Promise<Verdict> {
  const { atoms, context, solver } = talk;
  const assumed = assumptions.map((name) => atomOf(Z3, talk, name));
  let result: number = UNKNOWN;
  if (atoms.size <= QUICK_ATOMS) {
    limitEffort(Z3, talk, QUICK_EFFORT);
    result = atOnce(context, solver, assumed);
  }
  if (result === UNKNOWN) {
    limitEffort(Z3, talk, NO_LIMIT);
    result = await whileBusy(milliseconds, context, () =>
      Z3.solver_check_assumptions(context, solver, assumed),
    );
  }
  if (result === UNSAT) {
    const vector = Z3.solver_get_unsat_core(context, solver);
    Z3.ast_vector_inc_ref(context, vector);
    const size = Z3.ast_vector_size(context, vector);
    const core = new Set(
      Array.from({ length: size }, (_, index) => Z3.ast_vector_get(context, vector, index)),
    );
    Z3.ast_vector_dec_ref(context, vector);
    return { result: "unsat", core: assumptions.filter((_, i) => core.has(assumed[i] as Z3_ast)) };
  }
  if (result !== SAT) return { result: "unknown" };
  const model = Z3.solver_get_model(context, solver);
  Z3.model_inc_ref(context, model);
  const truths = new Set<string>();
  for (const [name, made] of atoms) {
    const value = Z3.model_eval(context, model, made, false);
    if (value !== null && Z3.get_bool_value(context, value) === SAT) truths.add(name);
  }
  Z3.model_dec_ref(context, model);
  return { result: "sat", truth: (name) => truths.has(name) };
}

/** Z3's own count of what it does, of which this takes less than a tenth of a second. Nearly all questions need far less. */
const QUICK_EFFORT = 50_000;
const NO_LIMIT = 0;
/** Of more atoms, reading the question takes long already, and only a thread of its own can be interrupted. */
const QUICK_ATOMS = 3_000;

function limitEffort(Z3: Api, { context, solver }: Talk, effort: number): void {
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

function atomOf(Z3: Api, { atoms, context }: Talk, name: string): Z3_ast {
  const known = atoms.get(name);
  if (known) return known;
  const symbol = Z3.mk_int_symbol(context, atoms.size);
  const made = Z3.mk_const(context, symbol, Z3.mk_bool_sort(context));
  atoms.set(name, made);
  return made;
}

/** Writes a formula as Z3 has it; a part that stands in several places is written once. */
function translate(Z3: Api, talk: Talk, formula: Formula): Z3_ast {
  const found = talk.translated.get(formula);
  if (found) return found;
  const made = write(Z3, talk, formula);
  talk.translated.set(formula, made);
  return made;
}

function write(Z3: Api, talk: Talk, formula: Formula): Z3_ast {
  const { context } = talk;
  const part = (one: Formula) => translate(Z3, talk, one);
  switch (formula.op) {
    case "constant":
      return formula.value ? Z3.mk_true(context) : Z3.mk_false(context);
    case "atom":
      return atomOf(Z3, talk, formula.name);
    case "not":
      return Z3.mk_not(context, part(formula.of));
    case "and":
      return Z3.mk_and(context, formula.of.map(part));
    case "or":
      return Z3.mk_or(context, formula.of.map(part));
  }
}

interface Engine {
  Z3: Api;
  /** Has Z3 work in this thread: to wake another costs ten times what most questions do. */
  atOnce(context: Z3_context, solver: Z3_solver, assumptions: Z3_ast[]): number;
  /** Has Z3 work, interrupted after the milliseconds. */
  whileBusy<T>(milliseconds: number, context: Z3_context, work: () => Promise<T>): Promise<T>;
}

/** Milliseconds from one interrupt to the next. */
const AGAIN = 50;

let engine: Promise<Engine> | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * Z3 works in a thread of its own, and bears no second question meanwhile, nor anybody who touches what it works on:
 * one after another.
 */
function inTurn<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
  engine ??= start();
  const started = engine;
  const turn = last.then(async () => work(await started));
  last = turn.catch(() => undefined);
  return turn;
}

async function start(): Promise<Engine> {
  const { init } = await import("z3-solver");
  const { em, Z3 } = await init();
  const threads = () => [...em.PThread.runningWorkers, ...em.PThread.unusedWorkers];
  // Z3's threads wait for work for ever; they must not keep a program alive that has none.
  const release = () => {
    for (const thread of threads()) thread.unref();
  };
  release();
  return {
    Z3,
    atOnce: (context, solver, assumptions) => {
      const address = em._malloc(Math.max(1, assumptions.length) * 4);
      em.HEAPU32.set(assumptions, address / 4);
      const result: number = em._Z3_solver_check_assumptions(
        context,
        solver,
        assumptions.length,
        address,
      );
      em._free(address);
      return result;
    },
    whileBusy: async (milliseconds, context, work) => {
      // Z3's own time-out starts a thread at every question; this one also keeps the program awake while Z3 works.
      // An interrupt that comes before Z3's thread has begun is lost, so it comes again.
      const interrupt = () => {
        Z3.interrupt(context);
        timer = setTimeout(interrupt, AGAIN);
      };
      let timer = setTimeout(interrupt, milliseconds);
      try {
        return await work();
      } finally {
        clearTimeout(timer);
        release();
      }
    },
  };
}
