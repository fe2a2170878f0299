import type { Formula } from "../formula";

/** An unknown or its negation: twice the unknown's number, and one more where it is negated. */
export type Literal = number;

/** At least one of the literals is true; none stands twice. */
export type Clause = Literal[];

export function negated(literal: Literal): Literal {
  return literal ^ 1;
}

/** A part of a formula that has an unknown of its own, and which way round its clauses have been written. */
interface Name {
  literal: Literal;
  written: { whenTrue: boolean; whenFalse: boolean };
}

/**
 * Writes formulas as clauses: atoms are unknowns, and every part that is no atom becomes one, with clauses that say what
 * follows from its being true or false, whichever is asked for. What makes the clauses true makes the formulas true.
 */
export class ClauseWriter {
  private readonly atoms = new Map<string, Literal>();
  private readonly names = new Map<Formula, Name>();
  private count = 0;

  constructor(private readonly put: (clause: Clause) => void) {}

  /** The literal that stands for an atom. */
  atom(name: string): Literal {
    const known = this.atoms.get(name);
    if (known !== undefined) return known;
    const made = this.newUnknown();
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

  /** A literal from which, where it is true (or, of a part that is negated, false), so is the formula. */
  private literal(formula: Formula, isTrue: boolean): Literal {
    switch (formula.op) {
      case "constant":
        return this.constant(formula.value);
      case "atom":
        return this.atom(formula.name);
      case "not":
        return negated(this.literal(formula.of, !isTrue));
      default:
        return this.named(formula, isTrue);
    }
  }

  private named(formula: Formula & { op: "and" | "or" }, isTrue: boolean): Literal {
    const name = this.names.get(formula) ?? {
      literal: this.newUnknown(),
      written: { whenTrue: false, whenFalse: false },
    };
    this.names.set(formula, name);
    const { literal, written } = name;
    const way = isTrue ? "whenTrue" : "whenFalse";
    if (written[way]) return literal;
    written[way] = true;
    // As of a disjunction: a conjunction is true where the disjunction of its parts' negations is false.
    const parts = formula.of.map((part) => this.literal(part, isTrue));
    const supposed = isTrue ? negated(literal) : literal;
    const said = isTrue ? parts : parts.map(negated);
    if ((formula.op === "or") === isTrue) this.write([supposed, ...said]);
    else for (const one of said) this.write([supposed, one]);
    return literal;
  }

  private constant(value: boolean): Literal {
    const known = this.atoms.get(TRUE);
    const literal = known ?? this.atom(TRUE);
    if (known === undefined) this.write([literal]);
    return value ? literal : negated(literal);
  }

  private write(literals: Literal[]): void {
    this.put([...new Set(literals)]);
  }

  private newUnknown(): Literal {
    return 2 * this.count++;
  }
}

/** The unknown that stands for what is always true; no atom has an empty name. */
const TRUE = "";
