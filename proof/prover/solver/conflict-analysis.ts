import { type Clause, type Literal, negated } from "./formula";
import type { HeldClause, Trail } from "./trail";

/** What is learned from a conflict. */
export interface Lesson {
  /** The first literal is the only one of the conflict's decision level; the second is from the latest level among the others. */
  clause: Clause;
  /** The number of decision levels of its literals. */
  glue: number;
  /** The variables in the conflict. */
  variables: number[];
}

/** What is known about a variable in the analysis of one conflict. */
const UNSEEN = 0;
/** It is in the learned clause. */
const IN_CLAUSE = 1;
/** Its value follows from literals of the clause. */
const IMPLIED = 2;
const NOT_IMPLIED = 3;

/** The longest chain of reasons for leaving out a literal. */
const LONGEST_CHAIN = 200;

/** Finds the clauses to learn from conflicts. */
export class ConflictAnalysis {
  /** Per variable. */
  private readonly findings: number[] = [];
  /** The variables with a finding. */
  private found: number[] = [];

  constructor(private readonly trail: Trail) {}

  /** Adds a variable. */
  addVariable(): void {
    this.findings.push(UNSEEN);
  }

  /** Learns from a clause that is false, above decision level 0. */
  learn(conflict: HeldClause): Lesson {
    const { earlier, uip } = this.firstUniqueImplicationPoint(conflict);
    const variables = this.found;
    this.found = [];
    const levels = new Set(earlier.map((literal) => this.levelOf(literal)));
    const needed = earlier.filter((literal) => !this.isImplied(literal, levels, 0));
    for (const variable of variables) this.findings[variable] = UNSEEN;
    for (const variable of this.found) this.findings[variable] = UNSEEN;
    this.found = [];
    putLatestFirst(needed, (literal) => this.levelOf(literal));
    return {
      clause: [negated(uip), ...needed],
      glue: new Set(needed.map((literal) => this.levelOf(literal))).size + 1,
      variables,
    };
  }

  /**
   * Replaces literals of the conflict by their reasons until only one of its decision level is left, without which there would be
   * no conflict. Returns it, and the false literals of earlier levels.
   */
  private firstUniqueImplicationPoint(conflict: HeldClause): { uip: Literal; earlier: Literal[] } {
    const { level, literals, reasons } = this.trail;
    const earlier: Literal[] = [];
    let pending = 0;
    let index = literals.length;
    let reason = conflict;
    let uip: Literal;
    do {
      reason.isUsed = true;
      this.trail.steps += reason.literals.length;
      for (const literal of reason.literals) {
        const variable = literal >> 1;
        const levelOf = this.levelOf(literal);
        if (this.findings[variable] !== UNSEEN || levelOf === 0) continue;
        this.find(variable, IN_CLAUSE);
        if (levelOf === level) pending += 1;
        else earlier.push(literal);
      }
      do index -= 1;
      while (this.findings[(literals[index] as Literal) >> 1] === UNSEEN);
      uip = literals[index] as Literal;
      pending -= 1;
      // Only the last one can have been decided.
      if (pending > 0) reason = reasons[uip >> 1] as HeldClause;
    } while (pending > 0);
    return { uip, earlier };
  }

  /** Whether a false literal is false because other literals of the clause are (Sörensson and Biere, 2009). */
  private isImplied(literal: Literal, levels: ReadonlySet<number>, chain: number): boolean {
    const reason = this.trail.reasons[literal >> 1];
    if (!reason || chain > LONGEST_CHAIN) return false;
    this.trail.steps += reason.literals.length;
    return reason.literals.every((other) => {
      const variable = other >> 1;
      const finding = this.findings[variable];
      const level = this.levelOf(other);
      if (variable === literal >> 1 || level === 0) return true;
      if (finding !== UNSEEN) return finding !== NOT_IMPLIED;
      const isImplied = levels.has(level) && this.isImplied(other, levels, chain + 1);
      this.find(variable, isImplied ? IMPLIED : NOT_IMPLIED);
      return isImplied;
    });
  }

  private find(variable: number, finding: number): void {
    this.findings[variable] = finding;
    this.found.push(variable);
  }

  private levelOf(literal: Literal): number {
    return this.trail.levels[literal >> 1] as number;
  }
}

/** Moves the literal of the latest level to where the clause watches it, because it is unassigned first. */
function putLatestFirst(literals: Literal[], levelOf: (literal: Literal) => number): void {
  let latest = 0;
  for (let index = 1; index < literals.length; index++) {
    if (levelOf(literals[index] as Literal) > levelOf(literals[latest] as Literal)) latest = index;
  }
  if (latest === 0) return;
  const literal = literals[latest] as Literal;
  literals[latest] = literals[0] as Literal;
  literals[0] = literal;
}
