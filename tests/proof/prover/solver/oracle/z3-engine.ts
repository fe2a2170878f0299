import type { Z3_ast, Z3_context, Z3_solver, Z3LowLevel } from "z3-solver";

export type Z3Api = Z3LowLevel["Z3"];

/** Z3 in WebAssembly. Synchronous calls work in this thread. */
export interface Z3Engine {
  Z3: Z3Api;
  conjunction(context: Z3_context, of: readonly Z3_ast[]): Z3_ast;
  disjunction(context: Z3_context, of: readonly Z3_ast[]): Z3_ast;
  /** Makes Z3 work in this thread. To wake another thread costs ten times as much as most questions. */
  checkAtOnce(context: Z3_context, solver: Z3_solver, assumptions: readonly Z3_ast[]): number;
  /** Makes Z3 work, and interrupts it after this time. */
  whileBusy<T>(milliseconds: number, context: Z3_context, work: () => Promise<T>): Promise<T>;
}

let engine: Promise<Z3Engine> | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * Z3 works in a thread of its own. Meanwhile it accepts no second question, and nobody may touch its data.
 * So this runs one piece of work after another.
 */
export function inTurn<T>(work: (engine: Z3Engine) => Promise<T>): Promise<T> {
  engine ??= start();
  const started = engine;
  const turn = last.then(async () => work(await started));
  last = turn.catch(() => undefined);
  return turn;
}

/** Milliseconds from one interrupt to the next. */
const AGAIN = 50;

async function start(): Promise<Z3Engine> {
  const { init } = await import("z3-solver");
  const { em, Z3 } = await init();
  // Z3's threads wait for work for ever. They must not keep the program running.
  const release = () => {
    for (const thread of [...em.PThread.runningWorkers, ...em.PThread.unusedWorkers])
      thread.unref();
  };
  release();
  const withTerms = termsFor(em);
  return {
    Z3,
    conjunction: (context, of) =>
      withTerms(of, (size, terms) => em._Z3_mk_and(context, size, terms)),
    disjunction: (context, of) =>
      withTerms(of, (size, terms) => em._Z3_mk_or(context, size, terms)),
    checkAtOnce: (context, solver, assumptions) =>
      withTerms(assumptions, (size, terms) =>
        em._Z3_solver_check_assumptions(context, solver, size, terms),
      ),
    whileBusy: async (milliseconds, context, work) => {
      // Z3's own time-out starts a thread for every question. This one also keeps the program awake while Z3 works.
      // An interrupt is lost if it comes before Z3's thread has begun, so it is repeated.
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

/** Members of Emscripten's module that z3-solver does not type. */
interface Memory {
  HEAPU32: { set(terms: readonly Z3_ast[], index: number): void };
  _malloc(bytes: number): number;
  _free(address: number): void;
}

/** Passes terms in one growing place of Z3's memory. The wrapped calls would copy each list byte by byte. */
function termsFor(memory: Memory) {
  let room = 1024;
  let address = memory._malloc(room * TERM_BYTES);
  return <T>(terms: readonly Z3_ast[], call: (size: number, address: number) => T): T => {
    if (terms.length > room) {
      memory._free(address);
      room = 2 * terms.length;
      address = memory._malloc(room * TERM_BYTES);
    }
    memory.HEAPU32.set(terms, address / TERM_BYTES);
    return call(terms.length, address);
  };
}

const TERM_BYTES = 4;
