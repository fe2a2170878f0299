/** Why a formula holds, or what it says. A certificate contains it for each clause. */
export type Origin =
  | { kind: "statement"; document: string; index: number; sid?: string }
  /** A named part of the question. */
  | { kind: "gate"; name: GateName }
  /** A fact about texts, numbers, dates or addresses. */
  | { kind: "fact"; about?: FactBasis }
  /** A named assumption of the answer. */
  | { kind: "assumption"; name: string }
  /** A fact about every request of the question. */
  | { kind: "request"; says: string }
  /** What must not be possible. */
  | { kind: "violation" };

/** The meaning of a part of a question. A checker of the certificate compares it with its own view. */
export type GateName = RequestName &
  (
    | { statement: number; document: string }
    /** A part of the claim or of one of its assumptions. */
    | { part: string }
  );

/** Identifies a request of a question by the prefix of its unknowns, with its action and resource if known. */
export interface RequestName {
  request?: string;
  action?: string;
  resource?: string;
  /** For a question about two versions of documents: the version that it belongs to. */
  version?: Version;
}

export type Version = "before" | "after";

/** What decides a fact, if its clause alone does not tell. */
export type FactBasis =
  /** What a template may match at all. */
  | { template: string; skeleton: true }
  /** What a template means if its holes are these texts. */
  | { template: string; texts: string[] }
  /** A template that is an equality: the pattern with this key accepts both sides or neither. */
  | { template: string; pattern: string }
  /** What the text of this unknown number, date or address says about its value, or how the value is spelled. */
  | { ordered: string; text: string };

/** Why a clause holds: it is stated itself, or it defines a variable that occurs in what is stated. */
export interface ClauseOrigin {
  from: Origin;
  /** The variable that the clause defines. */
  defines?: number;
}

export const FACT: Origin = { kind: "fact" };
export const VIOLATION: Origin = { kind: "violation" };

/** A variable or its negation: twice the variable's number, plus one if negated. */
export type Literal = number;

/** A clause: at least one of the literals is true. No literal occurs twice. */
export type Clause = Literal[];

export function negated(literal: Literal): Literal {
  return literal ^ 1;
}

/** A propositional formula over named atoms. The constructors simplify it, so that decided parts cost the solver nothing. */
export type Formula =
  | { op: "constant"; value: boolean }
  | { op: "atom"; name: string }
  | { op: "not"; of: Formula }
  /** A part with an origin, or one that is whole, is kept as a separate part. */
  | { op: "and" | "or"; of: Formula[]; origin?: Origin; isWhole?: boolean };

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

/** The formula with its origin. */
export function stemming(origin: Origin, formula: Formula): Formula {
  if (formula.op === "constant") return formula;
  if (formula.op === "atom" || formula.op === "not") return { op: "and", of: [formula], origin };
  return { ...formula, origin };
}

/** The formula as a separate part, for use in many others: its parts are only written once. */
export function whole(formula: Formula): Formula {
  return "of" in formula && formula.op !== "not" ? { ...formula, isWhole: true } : formula;
}

/** Exactly one of the formulas holds. */
export function exactlyOne(formulas: Formula[]): Formula {
  const pairs = formulas.flatMap((a, index) =>
    formulas.slice(index + 1).map((b) => or(not(a), not(b))),
  );
  return and(or(...formulas), ...pairs);
}

/** `absorbing`: the value that decides the whole: false in a conjunction, true in a disjunction. */
function join(op: "and" | "or", formulas: Formula[], absorbing: Formula): Formula {
  const parts: Formula[] = [];
  for (const formula of formulas) {
    if (formula === absorbing) return absorbing;
    if (formula.op === "constant") continue;
    if (formula.op === op && !formula.origin && !formula.isWhole)
      for (const part of formula.of) parts.push(part);
    else parts.push(formula);
  }
  const [only] = parts;
  if (only === undefined) return absorbing === never ? always : never;
  return parts.length === 1 ? only : { op, of: parts };
}

/** Whether the formula holds if `truth` gives the value of each atom. */
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
