import { getOrMake } from "../../../collections/maps";
import { type RawPolicy, rawStatements } from "../../grammar/named-policy";
import { parsePolicy } from "../../grammar/parse-policy";
import type { PolicyKind } from "../../grammar/syntax";
import { setPresence } from "../encoder/presence";
import { always, and, atom, type Formula, not } from "../solver/formula";
import type { Model } from "../texts/problem";
import type { Removal } from "./removals";

/** The solver's choice of the one part of a document that is missing, or of none. */
export interface PartSelection {
  nothing: Formula;
  isMissing(position: number): Formula;
  /** The part that a model leaves out. */
  missingIn(model: Model): number | undefined;
}

/** Lets the solver choose a part by a number in binary digits, each an atom: 0 means none, and n means part n - 1. */
export function selectPart(parts: number): PartSelection {
  const digits = Array.from({ length: Math.ceil(Math.log2(parts + 1)) }, (_, digit) =>
    atom(`missing part: digit ${digit}`),
  );
  const made = new Map<number, Formula>();
  const number = (value: number) =>
    getOrMake(made, value, () =>
      and(...digits.map((digit, index) => ((value >> index) % 2 === 1 ? digit : not(digit)))),
    );
  return {
    nothing: number(0),
    isMissing: (position) => number(position + 1),
    missingIn: ({ truth }) => {
      const value = digits.reduce(
        (sum, _, index) => sum + (truth(`missing part: digit ${index}`) ? 2 ** index : 0),
        0,
      );
      return value === 0 ? undefined : value - 1;
    },
  };
}

/**
 * Copies the document so that one copy stands for many: for the document without each of its parts. Which part is missing the
 * solver chooses, among those that are `open` as the question is made. The copy has the statements at `kept`, or all.
 */
export function withMissingPart(
  document: RawPolicy,
  { kind, name }: { kind: PolicyKind; name: string },
  parts: readonly Removal[],
  selection: PartSelection,
  open: ReadonlySet<number>,
  kept?: readonly number[],
): RawPolicy {
  const statementsOfCopy = rawStatements(document);
  const copy = {
    ...(document as object),
    Statement: kept?.map((index) => statementsOfCopy[index]) ?? statementsOfCopy,
  };
  const { statements } = parsePolicy({ name, document: copy }, kind);
  const positions = new Map<number, Map<string, number>>();
  for (const [position, { place, statement }] of parts.entries()) {
    getOrMake(positions, statement, () => new Map()).set(place, position);
  }
  for (const [index, statement] of statements.entries()) {
    const places = positions.get(kept?.[index] ?? index);
    setPresence(statement, (place) => {
      const position = places?.get(place);
      return position !== undefined && open.has(position)
        ? not(selection.isMissing(position))
        : always;
    });
  }
  return copy;
}
