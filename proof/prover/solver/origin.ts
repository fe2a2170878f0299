/** Why a formula holds, or what it says: a certificate gives it with each clause. */
export type Origin =
  | { kind: "statement"; document: string; index: number; sid?: string }
  /** What is true of texts, numbers, dates and addresses. */
  | { kind: "fact"; about?: FactBasis }
  /** A named assumption of the answer. */
  | { kind: "assumption"; name: string }
  /** What is true of every request that the question is about. */
  | { kind: "request"; says: string }
  /** What must not be possible. */
  | { kind: "violation" };

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
