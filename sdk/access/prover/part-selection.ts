import type { RawPolicy } from "../documents";
import { parsePolicy } from "../grammar/parse-policy";
import type { PolicyKind } from "../grammar/syntax";
import { setPresence } from "./encode/presence";
import { and, atom, type Formula, not } from "./formula";
import type { Model } from "./problem";
import type { Removal } from "./removals";

/** Which of some parts is missing: one, or none. */
export interface PartSelection {
  nothing: Formula;
  isMissing(position: number): Formula;
  /** The part that a model leaves out. */
  missingIn(model: Model): number | undefined;
}

/** Few unknowns tell many parts: the digits of a number, of which 0 is that no part is missing. */
export function partSelection(parts: number): PartSelection {
  const digits = Array.from({ length: Math.ceil(Math.log2(parts + 1)) }, (_, digit) =>
    atom(`missing part: digit ${digit}`),
  );
  const number = (value: number) =>
    and(...digits.map((digit, index) => ((value >> index) % 2 === 1 ? digit : not(digit))));
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

/** The document as a new one, which stands for all that it becomes as the selection takes a part out. */
export function withMissingPart(
  document: RawPolicy,
  kind: PolicyKind,
  name: string,
  parts: readonly Removal[],
  selection: PartSelection,
): RawPolicy {
  const copy = { ...(document as object) };
  const { statements } = parsePolicy({ name, document: copy }, kind);
  const presences = statements.map(() => new Map<string, Formula>());
  for (const [position, { place, statement }] of parts.entries()) {
    presences[statement]?.set(place, not(selection.isMissing(position)));
  }
  for (const [index, statement] of statements.entries()) {
    setPresence(statement, (place) => presences[index]?.get(place) ?? and());
  }
  return copy;
}
