import { type Clause, type Literal, negated } from "./clause";
import type { Formula } from "./formula";

/** The variable that stands for a part of a formula, and what has been said of it: what follows from its truth, its falsity. */
interface Definition {
  literal: Literal;
  isWritten: { whenTrue: boolean; whenFalse: boolean };
}

/**
 * Writes formulas as clauses (conjunctive normal form): atoms are variables, and every part that is no atom becomes one
 * (Tseitin, 1968), of which is said only what its polarity asks for (Plaisted and Greenbaum, 1986). What makes the
 * clauses true makes the formulas true.
 */
export class ClauseWriter {
  private readonly atoms = new Map<string, Literal>();
  private readonly definitions = new Map<Formula, Definition>();
  private true: Literal | undefined;
  private variables = 0;

  constructor(private readonly put: (clause: Clause) => void) {}

  /** The literal that stands for an atom. */
  atom(name: string): Literal {
    const known = this.atoms.get(name);
    if (known !== undefined) return known;
    const made = this.newVariable();
    this.atoms.set(name, made);
    return made;
  }

  /** The literal of an atom that has been spoken of. */
  known(name: string): Literal | undefined {
    return this.atoms.get(name);
  }

  /** Writes that the formula holds. */
  state(formula: Formula): void {
    if (formula.op === "and") for (const part of formula.of) this.state(part);
    else if (formula.op === "or") this.write(formula.of.map((part) => this.literal(part, true)));
    else this.write([this.literal(formula, true)]);
  }

  /** A literal whose truth implies the formula; where the polarity is negative, its falsity the formula's negation. */
  private literal(formula: Formula, isPositive: boolean): Literal {
    switch (formula.op) {
      case "constant":
        return this.constant(formula.value);
      case "atom":
        return this.atom(formula.name);
      case "not":
        return negated(this.literal(formula.of, !isPositive));
      default:
        return this.defined(formula, isPositive);
    }
  }

  private defined(formula: Formula & { op: "and" | "or" }, isPositive: boolean): Literal {
    const { literal, isWritten } = this.definitionOf(formula);
    const way = isPositive ? "whenTrue" : "whenFalse";
    if (isWritten[way]) return literal;
    isWritten[way] = true;
    const parts = formula.of.map((part) => this.literal(part, isPositive));
    // The negation of a conjunction is the disjunction of its parts' negations, and the other way round.
    const supposed = isPositive ? literal : negated(literal);
    const implied = isPositive ? parts : parts.map(negated);
    if ((formula.op === "or") === isPositive) this.write([negated(supposed), ...implied]);
    else for (const one of implied) this.write([negated(supposed), one]);
    return literal;
  }

  private definitionOf(formula: Formula): Definition {
    const known = this.definitions.get(formula);
    if (known) return known;
    const made = {
      literal: this.newVariable(),
      isWritten: { whenTrue: false, whenFalse: false },
    };
    this.definitions.set(formula, made);
    return made;
  }

  private constant(value: boolean): Literal {
    if (this.true === undefined) {
      this.true = this.newVariable();
      this.write([this.true]);
    }
    return value ? this.true : negated(this.true);
  }

  private write(literals: Literal[]): void {
    this.put([...new Set(literals)]);
  }

  private newVariable(): Literal {
    return 2 * this.variables++;
  }
}
