import { type Literal, negated } from "./formula";

/** The values of a literal. */
export const TRUE = 1;
export const FALSE = -1;
export const UNASSIGNED = 0;

/** A clause in the solver. It watches its first two literals. */
export interface HeldClause {
  literals: Literal[];
  /** Whether a recent conflict needed it. */
  isUsed: boolean;
  /** The place where the last literal that is not false was found. */
  searched: number;
}

/** The true literals in order of assignment, with the reason and decision level of each. */
export class Trail {
  readonly literals: Literal[] = [];
  /** Per literal. */
  readonly values: number[] = [];
  /** Per variable: the clause that demanded its value, unless it was decided, and its decision level. */
  readonly reasons: (HeldClause | undefined)[] = [];
  readonly levels: number[] = [];
  /** Per variable: whether it was true when it was last assigned. */
  readonly phases: boolean[] = [];
  /** The number of clauses and literals looked at so far. */
  steps = 0;
  /** The start of each decision level. */
  private readonly begins: number[] = [];

  get level(): number {
    return this.begins.length;
  }

  /** Adds a variable. Variables come in order of their numbers, from 0. */
  add(): void {
    this.values.push(UNASSIGNED, UNASSIGNED);
    this.reasons.push(undefined);
    this.levels.push(0);
    this.phases.push(false);
  }

  assign(literal: Literal, reason: HeldClause | undefined): void {
    const variable = literal >> 1;
    this.values[literal] = TRUE;
    this.values[negated(literal)] = FALSE;
    this.reasons[variable] = reason;
    this.levels[variable] = this.begins.length;
    this.literals.push(literal);
  }

  /** Starts a decision level; an empty one if the literal is already true. */
  decide(literal: Literal): void {
    this.begins.push(this.literals.length);
    if (this.values[literal] === UNASSIGNED) this.assign(literal, undefined);
  }

  forgetPhases(): void {
    this.phases.fill(false);
  }

  /** The literals that were assigned since the first decision. */
  decided(): Literal[] {
    return this.literals.slice(this.begins[0] ?? this.literals.length);
  }

  /** Undoes the decision levels above this one, and returns their literals. */
  backtrack(level: number): Literal[] {
    const begin = this.begins[level];
    if (begin === undefined) return [];
    this.begins.length = level;
    const taken = this.literals.splice(begin);
    for (const literal of taken) {
      this.values[literal] = UNASSIGNED;
      this.values[negated(literal)] = UNASSIGNED;
      this.phases[literal >> 1] = literal % 2 === 0;
    }
    return taken;
  }
}
