import type { SymbolicCaller } from "../request/caller";
import { type Formula, not } from "../solver/formula";
import type { SymbolicContext } from "../symbols/symbolic-context";

/** Lists what is preferred so that a counterexample is short to read: a session or user, few keys, few tags. */
export function preferShort(caller: SymbolicCaller, ...contexts: SymbolicContext[]): Formula[] {
  const { kinds } = caller.principal;
  return [
    kinds.session,
    kinds.user,
    ...contexts.flatMap(({ asked }) =>
      [...asked.values()].flatMap((key) => key.map(({ present }) => not(present))),
    ),
    ...[...caller.tags.values()].map(({ present }) => not(present)),
  ];
}
