/** A variable or its negation: twice the variable's number, and one more where it is negated. */
export type Literal = number;

/** At least one of the literals is true; none stands twice. */
export type Clause = Literal[];

export function negated(literal: Literal): Literal {
  return literal ^ 1;
}
