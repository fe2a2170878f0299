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
        if (!talk) return;
        Z3.solver_dec_ref(talk.context, talk.solver);
        Z3.del_context(talk.context);
        talk = undefined;
      }),
  };
}

type Api = Z3LowLevel["Z3"];

/** A conversation as Z3 holds it. Its context keeps every formula until it is deleted: nothing is counted or collected. */
interface Talk {
  context: Z3_context;
  solver: Z3_solver;
  atoms: Map<string, Z3_ast>;
  translated: WeakMap<Formula, Z3_ast>;
}

function newTalk(Z3: Api): Talk {
  const settings = Z3.mk_config();
  const context = Z3.mk_context(settings);
  Z3.del_config(settings);
  // The logic of finite domains: our formulas are propositional, and its solver goes straight to the SAT engine.
  const logic = Z3.mk_string_symbol(context, "QF_FD");
  const solver = Z3.mk_solver_for_logic(context, logic);
  Z3.solver_inc_ref(context, solver);
  return { context, solver, atoms: new Map(), translated: new WeakMap() };
}

function state(Z3: Api, talk: Talk, formula: Formula): void {
  Z3.solver_assert(talk.context, talk.solver, translate(Z3, talk, formula));
}

async function ask(
  { Z3, whileBusy }: Engine,
  talk: Talk,
  assumptions: string[],
  milliseconds: number,
): Promise<Verdict> {
  const { atoms, context, solver } = talk;
  const assumed = assumptions.map((name) => atomOf(Z3, talk, name));
  const result = await whileBusy(milliseconds, context, () =>
    Z3.solver_check_assumptions(context, solver, assumed),
  );
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

/** Z3's `l_true` and `l_false`, for answers and for truth values. */
const SAT = 1;
const UNSAT = -1;

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
  /** Has Z3 work, interrupted after the milliseconds. */
  whileBusy<T>(milliseconds: number, context: Z3_context, work: () => Promise<T>): Promise<T>;
}

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
    whileBusy: async (milliseconds, context, work) => {
      // Z3's own time-out starts a thread at every question; this one also keeps the program awake while Z3 works.
      const deadline = setTimeout(() => Z3.interrupt(context), milliseconds);
      try {
        return await work();
      } finally {
        clearTimeout(deadline);
        release();
      }
    },
  };
}
