import { type Literal, negated } from "./formula";

/** What is assigned to a literal. */
export const TRUE = 1;
export const FALSE = -1;
export const UNASSIGNED = 0;

/** A clause as the solver holds it. It watches its first two literals. */
export interface HeldClause {
  literals: Literal[];
  /** Whether a conflict needed it lately. */
  isUsed: boolean;
  /** Where a literal was last found that is not false. */
  searched: number;
}

/** The true literals in order of assignment, and for each why and at which decision level it became true. */
export class Trail {
  readonly literals: Literal[] = [];
  /** Per literal. */
  readonly values: number[] = [];
  /** Per variable: the clause that demanded its value, unless it was decided; and the decision level of that. */
  readonly reasons: (HeldClause | undefined)[] = [];
  readonly levels: number[] = [];
  /** Per variable: whether it was true when it was last assigned. */
  readonly phases: boolean[] = [];
  /** How many clauses and literals have been looked at so far, to see what follows. */
  steps = 0;
  /** Where each decision level begins. */
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

  /** Begins a decision level; of a literal that is true already, an empty one. */
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

  /** Takes back the decision levels above this one, and returns the literals of them. */
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
