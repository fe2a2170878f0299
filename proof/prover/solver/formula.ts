import type { Origin } from "./origin";

/** A propositional formula over named atoms. Constructors simplify, so that what is decided costs the solver nothing. */
export type Formula =
  | { op: "constant"; value: boolean }
  | { op: "atom"; name: string }
  | { op: "not"; of: Formula }
  /** One with an origin stays a part of its own. */
  | { op: "and" | "or"; of: Formula[]; origin?: Origin };

export const always: Formula = { op: "constant", value: true };
export const never: Formula = { op: "constant", value: false };

export function atom(name: string): Formula {
  return { op: "atom", name };
}

export function not(formula: Formula): Formula {
  if (formula.op === "constant") return formula.value ? never : always;
  return formula.op === "not" ? formula.of : { op: "not", of: formula };
}

export function and(...formulas: Formula[]): Formula {
  return join("and", formulas, never);
}

export function or(...formulas: Formula[]): Formula {
  return join("or", formulas, always);
}

export function implies(condition: Formula, consequence: Formula): Formula {
  return or(not(condition), consequence);
}

export function iff(a: Formula, b: Formula): Formula {
  if (a.op === "constant") return a.value ? b : not(b);
  if (b.op === "constant") return b.value ? a : not(a);
  return and(implies(a, b), implies(b, a));
}

/** The formula, with where it comes from. */
export function stemming(origin: Origin, formula: Formula): Formula {
  if (formula.op === "constant") return formula;
  if (formula.op === "atom" || formula.op === "not") return { op: "and", of: [formula], origin };
  return { ...formula, origin };
}

/** Exactly one of the formulas holds. */
export function exactlyOne(formulas: Formula[]): Formula {
  const pairs = formulas.flatMap((a, index) =>
    formulas.slice(index + 1).map((b) => or(not(a), not(b))),
  );
  return and(or(...formulas), ...pairs);
}

/** `absorbing` decides the whole by itself: false in a conjunction, true in a disjunction. */
function join(op: "and" | "or", formulas: Formula[], absorbing: Formula): Formula {
  const parts: Formula[] = [];
  for (const formula of formulas) {
    if (formula === absorbing) return absorbing;
    if (formula.op === "constant") continue;
    if (formula.op === op && !formula.origin) for (const part of formula.of) parts.push(part);
    else parts.push(formula);
  }
  const [only] = parts;
  if (only === undefined) return absorbing === never ? always : never;
  return parts.length === 1 ? only : { op, of: parts };
}

/** Whether the formula holds where `truth` tells each atom. */
export function holds(formula: Formula, truth: (name: string) => boolean): boolean {
  switch (formula.op) {
    case "constant":
      return formula.value;
    case "atom":
      return truth(formula.name);
    case "not":
      return !holds(formula.of, truth);
    case "and":
      return formula.of.every((part) => holds(part, truth));
    case "or":
      return formula.of.some((part) => holds(part, truth));
  }
}
