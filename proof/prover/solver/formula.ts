/** Why a formula holds, or what it says: a certificate gives it with each clause. */
export type Origin =
  | { kind: "statement"; document: string; index: number; sid?: string }
  /** A part of the question that has a name. */
  | { kind: "gate"; name: GateName }
  /** What is true of texts, numbers, dates and addresses. */
  | { kind: "fact"; about?: FactBasis }
  /** A named assumption of the answer. */
  | { kind: "assumption"; name: string }
  /** What is true of every request that the question is about. */
  | { kind: "request"; says: string }
  /** What must not be possible. */
  | { kind: "violation" };

/** What a part of a question says: who checks a certificate compares it with what they think of the same. */
export type GateName = RequestName &
  (
    | { statement: number; document: string }
    /** What the claim, or an assumption of it, speaks of. */
    | { part: string }
  );

/** Which request of a question is meant, by the prefix of its unknowns; its action and resource, where they are known. */
export interface RequestName {
  request?: string;
  action?: string;
  resource?: string;
  /** Of a question about two versions of documents, whose part it is. */
  version?: Version;
}

export type Version = "before" | "after";

/** What a fact is decided by, where its clause alone does not say it. */
export type FactBasis =
  /** What a template may match at all. */
  | { template: string; skeleton: true }
  /** What a template says where its holes are these texts. */
  | { template: string; texts: string[] }
  /** What the two sides of a template have in common that is an equality: the pattern with this key accepts both or neither. */
  | { template: string; pattern: string }
  /** What the text of this unknown number, date or address says of its value; or how the value is spelled. */
  | { ordered: string; text: string };

/** Why a clause holds: it is stated itself, or it says what a variable stands for, which came up in what is stated. */
export interface ClauseOrigin {
  from: Origin;
  /** The variable that the clause defines. */
  defines?: number;
}

export const FACT: Origin = { kind: "fact" };
export const VIOLATION: Origin = { kind: "violation" };

/** A variable or its negation: twice the variable's number, and one more where it is negated. */
export type Literal = number;

/** At least one of the literals is true; none stands twice. */
export type Clause = Literal[];

export function negated(literal: Literal): Literal {
  return literal ^ 1;
}

/** A propositional formula over named atoms. Constructors simplify, so that what is decided costs the solver nothing. */
export type Formula =
  | { op: "constant"; value: boolean }
  | { op: "atom"; name: string }
  | { op: "not"; of: Formula }
  /** One with an origin, and one that is whole, stays a part of its own. */
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

/** The formula, with where it comes from. */
export function stemming(origin: Origin, formula: Formula): Formula {
  if (formula.op === "constant") return formula;
  if (formula.op === "atom" || formula.op === "not") return { op: "and", of: [formula], origin };
  return { ...formula, origin };
}

/** The formula, to stand in many others: its parts are written once, and not with each of these. */
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

/** `absorbing` decides the whole by itself: false in a conjunction, true in a disjunction. */
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
