import { getOrMake } from "../../collections";
import {
  type Clause,
  type ClauseOrigin,
  FACT,
  type Formula,
  type Literal,
  negated,
  type Origin,
} from "./formula";

type Joined = Formula & { op: "and" | "or" };

/** What a variable stands for: an atom, a part of a formula, or a constant. */
export type Meaning = { atom: string } | { op: "and" | "or"; of: Literal[] } | { constant: true };

/** The variable for a part of a formula, and whether the consequences of its truth and of its falsity have been written. */
interface Definition {
  literal: Literal;
  isWritten: { whenTrue: boolean; whenFalse: boolean };
}

/**
 * Writes formulas as clauses (conjunctive normal form). Atoms become variables, and so does every other part (Tseitin, 1968), for
 * which only what its polarity needs is written (Plaisted and Greenbaum, 1986). Whatever makes the clauses true makes the
 * formulas true.
 */
export class ClauseWriter {
  private readonly atoms = new Map<string, Literal>();
  private readonly definitions = new Map<Joined, Definition>();
  private true: Literal | undefined;
  private variables = 0;

  constructor(private readonly put: (clause: Clause, origin: ClauseOrigin) => void) {}

  /** The literal for an atom. */
  atom(name: string): Literal {
    return getOrMake(this.atoms, name, () => this.newVariable());
  }

  /** The literal of an atom that has occurred. */
  known(name: string): Literal | undefined {
    return this.atoms.get(name);
  }

  /** Writes that the formula holds. */
  state(formula: Formula, from: Origin): void {
    if (formula.op === "constant" && formula.value) return;
    const isSplit = "of" in formula && !("origin" in formula);
    if (isSplit && formula.op === "and") for (const part of formula.of) this.state(part, from);
    else if (isSplit && formula.op === "or") {
      this.write(
        formula.of.map((part) => this.literal(part, true, from)),
        { from },
      );
    } else this.write([this.literal(formula, true, from)], { from });
  }

  /** A literal for the formula, without writing anything about it. */
  standFor(formula: Formula): Literal {
    return this.literal(formula, undefined);
  }

  /** What each variable stands for. */
  meanings(): Map<number, Meaning> {
    const found = new Map<number, Meaning>();
    // Parts that only occur within a named part have later variables than it.
    for (const [{ of, op }, { literal }] of this.definitions) {
      found.set(literal >> 1, { op, of: of.map((part) => this.literal(part, undefined)) });
    }
    for (const [name, literal] of this.atoms) found.set(literal >> 1, { atom: name });
    if (this.true !== undefined) found.set(this.true >> 1, { constant: true });
    return found;
  }

  /**
   * A literal whose truth implies the formula or, with negative polarity, whose falsity implies its negation. Without a polarity
   * nothing is written.
   */
  private literal(formula: Formula, isPositive: boolean | undefined, from: Origin = FACT): Literal {
    switch (formula.op) {
      case "constant":
        return this.constant(formula.value);
      case "atom":
        return this.atom(formula.name);
      case "not":
        return negated(
          this.literal(formula.of, isPositive === undefined ? undefined : !isPositive, from),
        );
      default:
        return isPositive === undefined
          ? this.definitionOf(formula).literal
          : this.defined(formula, isPositive, formula.origin ?? from);
    }
  }

  private defined(formula: Joined, isPositive: boolean, from: Origin): Literal {
    const { literal, isWritten } = this.definitionOf(formula);
    const way = isPositive ? "whenTrue" : "whenFalse";
    if (isWritten[way]) return literal;
    isWritten[way] = true;
    const origin = { from, defines: literal >> 1 };
    const parts = formula.of.map((part) => this.literal(part, isPositive, from));
    // The negation of a conjunction is the disjunction of its parts' negations, and vice versa.
    const supposed = isPositive ? literal : negated(literal);
    const implied = isPositive ? parts : parts.map(negated);
    if ((formula.op === "or") === isPositive) this.write([negated(supposed), ...implied], origin);
    else for (const one of implied) this.write([negated(supposed), one], origin);
    return literal;
  }

  private definitionOf(formula: Joined): Definition {
    return getOrMake(this.definitions, formula, () => ({
      literal: this.newVariable(),
      isWritten: { whenTrue: false, whenFalse: false },
    }));
  }

  private constant(value: boolean): Literal {
    if (this.true === undefined) {
      this.true = this.newVariable();
      this.write([this.true], { from: FACT, defines: this.true >> 1 });
    }
    return value ? this.true : negated(this.true);
  }

  private write(literals: Literal[], origin: ClauseOrigin): void {
    this.put([...new Set(literals)], origin);
  }

  private newVariable(): Literal {
    return 2 * this.variables++;
  }
}
