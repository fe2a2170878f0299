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
  const { context, whileBusy } = await started();
  const solver = new context.Solver();
  const atoms = new Map<string, Bool<"access">>();
  const atomOf = (name: string) => {
    const known = atoms.get(name);
    if (known) return known;
    const made = context.Bool.const(`a${atoms.size}`);
    atoms.set(name, made);
    return made;
  };
  return {
    add: (formula) => solver.add(translate(context, atomOf, formula)),
    check: (assumptions, milliseconds) =>
      whileBusy(() => ask(solver, assumptions, atomOf, atoms, milliseconds)),
  };
}

async function ask(
  solver: Solver<"access">,
  assumptions: string[],
  atomOf: (name: string) => Bool<"access">,
  atoms: Map<string, Bool<"access">>,
  milliseconds: number,
): Promise<Verdict> {
  solver.set("timeout", Math.max(1, Math.ceil(milliseconds)));
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

function translate(
  context: Context<"access">,
  atomOf: (name: string) => Bool<"access">,
  formula: Formula,
): Bool<"access"> {
  switch (formula.op) {
    case "constant":
      return context.Bool.val(formula.value);
    case "atom":
      return atomOf(formula.name);
    case "not":
      return context.Not(translate(context, atomOf, formula.of));
    case "and":
      return context.And(...formula.of.map((part) => translate(context, atomOf, part)));
    case "or":
      return context.Or(...formula.of.map((part) => translate(context, atomOf, part)));
  }
}

interface Engine {
  context: Context<"access">;
  whileBusy<T>(work: () => Promise<T>): Promise<T>;
}

let engine: Promise<Engine> | undefined;

function started(): Promise<Engine> {
  engine ??= start();
  return engine;
}

async function start(): Promise<Engine> {
  const { init } = await import("z3-solver");
  const { Context, em } = await init();
  const threads = () => [...em.PThread.runningWorkers, ...em.PThread.unusedWorkers];
  // Z3's threads wait for work for ever; they must not keep a program alive that has none.
  const release = () => {
    for (const thread of threads()) thread.unref();
  };
  release();
  return {
    context: Context("access"),
    whileBusy: async (work) => {
      const awake = setInterval(() => undefined, 60_000);
      try {
        return await work();
      } finally {
        clearInterval(awake);
        release();
      }
    },
  };
}
