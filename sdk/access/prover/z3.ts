import type { Bool, Context, Solver } from "z3-solver";

import type { Formula } from "./formula";

export type Verdict =
  | { result: "unsat"; core: string[] }
  | { result: "sat"; truth: (name: string) => boolean }
  | { result: "unknown" };

/** One conversation with Z3: formulas are added, and never taken back. */
export interface SatSolver {
  add(formula: Formula): void;
  /** Whether everything added holds together where these atoms are true. Gives up after `milliseconds`. */
  check(assumptions: string[], milliseconds: number): Promise<Verdict>;
}

/** Starts a conversation. Z3 itself starts once a process, at the first. */
export async function satSolver(): Promise<SatSolver> {
  const { context, newSolver, whileBusy } = await started();
  const solver = newSolver();
  const atoms = new Map<string, Bool<"access">>();
  const translated = new WeakMap<Formula, Bool<"access">>();
  const atomOf = (name: string) => {
    const known = atoms.get(name);
    if (known) return known;
    const made = context.Bool.const(`a${atoms.size}`);
    atoms.set(name, made);
    return made;
  };
  return {
    add: (formula) => solver.add(translate(context, atomOf, translated, formula)),
    check: (assumptions, milliseconds) =>
      whileBusy(milliseconds, () => ask(solver, assumptions, atomOf, atoms)),
  };
}

async function ask(
  solver: Solver<"access">,
  assumptions: string[],
  atomOf: (name: string) => Bool<"access">,
  atoms: Map<string, Bool<"access">>,
): Promise<Verdict> {
  const result = await solver.check(...assumptions.map(atomOf));
  if (result === "unknown") return { result };
  if (result === "unsat") {
    const core = new Set([...solver.unsatCore()].map(String));
    return { result, core: assumptions.filter((name) => core.has(String(atomOf(name)))) };
  }
  const model = solver.model();
  const truths = new Map(
    [...atoms].map(([name, made]) => [name, String(model.eval(made, false)) === "true"]),
  );
  return { result, truth: (name) => truths.get(name) ?? false };
}

/** Writes a formula as Z3 has it; a part that stands in several places is written once. */
function translate(
  context: Context<"access">,
  atomOf: (name: string) => Bool<"access">,
  known: WeakMap<Formula, Bool<"access">>,
  formula: Formula,
): Bool<"access"> {
  const found = known.get(formula);
  if (found) return found;
  const part = (one: Formula) => translate(context, atomOf, known, one);
  const made = write(context, atomOf, part, formula);
  known.set(formula, made);
  return made;
}

function write(
  context: Context<"access">,
  atomOf: (name: string) => Bool<"access">,
  part: (formula: Formula) => Bool<"access">,
  formula: Formula,
): Bool<"access"> {
  switch (formula.op) {
    case "constant":
      return context.Bool.val(formula.value);
    case "atom":
      return atomOf(formula.name);
    case "not":
      return context.Not(part(formula.of));
    case "and":
      return context.And(...formula.of.map(part));
    case "or":
      return context.Or(...formula.of.map(part));
  }
}

interface Engine {
  context: Context<"access">;
  newSolver(): Solver<"access">;
  /** Does the work, interrupted after the milliseconds. */
  whileBusy<T>(milliseconds: number, work: () => Promise<T>): Promise<T>;
}

let engine: Promise<Engine> | undefined;

function started(): Promise<Engine> {
  engine ??= start();
  return engine;
}

async function start(): Promise<Engine> {
  const { init } = await import("z3-solver");
  const { Context, em } = await init();
  const context = Context("access");
  const threads = () => [...em.PThread.runningWorkers, ...em.PThread.unusedWorkers];
  // Z3's threads wait for work for ever; they must not keep a program alive that has none.
  const release = () => {
    for (const thread of threads()) thread.unref();
  };
  release();
  return {
    context,
    // The logic of finite domains: our formulas are propositional, and its solver goes straight to the SAT engine.
    newSolver: () => new context.Solver("QF_FD"),
    whileBusy: async (milliseconds, work) => {
      // Z3's own time-out starts a thread at every question; this one also keeps the program awake while Z3 works.
      const deadline = setTimeout(() => context.interrupt(), milliseconds);
      try {
        return await work();
      } finally {
        clearTimeout(deadline);
        release();
      }
    },
  };
}
