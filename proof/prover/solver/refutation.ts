import type { Meaning } from "./clause-writer";
import type { Clause, ClauseOrigin, Literal } from "./formula";

/** A proof that clauses contradict each other: the clauses that it needs, and the steps to the empty clause. */
export interface Refutation {
  clauses: { clause: Clause; origin: ClauseOrigin }[];
  /**
   * The steps, each implied by earlier clauses. Clauses are numbered from 1, the given ones first. `by`: the clauses that become
   * unit one after another.
   */
  steps: { clause: Clause; by: number[] }[];
  /** By variable, for all variables in the clauses and their parts. */
  meanings: Map<number, Meaning>;
  /** The literal for each named part of the question, or a truth value if it was decided. */
  named: (Literal | boolean)[];
  /** The number of all given clauses. */
  given: number;
}

interface Learned {
  clause: Clause;
  by: (Learned | Given)[];
}

interface Given {
  clause: Clause;
  origin: ClauseOrigin;
}

/** Records the clauses of a conversation, and from which of them each learned one follows. */
export class RefutationRecord {
  private readonly known = new Map<Clause, Learned | Given>();
  private given = 0;
  private last: Learned | undefined;

  add(clause: Clause, origin: ClauseOrigin): void {
    this.known.set(clause, { clause, origin });
    this.given += 1;
  }

  learn(clause: Clause, by: Clause[]): void {
    const sources = by.map((one) => this.known.get(one) as Learned | Given);
    this.last = { clause, by: sources };
    this.known.set(clause, this.last);
  }

  /** The proof that these literals cannot all be true, which the last learned clause says. */
  refutation(
    assumed: Literal[],
    meanings: Map<number, Meaning>,
    named: (Literal | boolean)[],
  ): Refutation {
    const units = assumed.map(
      (literal): Given => ({
        clause: [literal],
        origin: { from: assumptionOf(meanings.get(literal >> 1)) },
      }),
    );
    const last = this.last as Learned;
    const end: Learned = last.clause.length === 0 ? last : { clause: [], by: [...units, last] };
    const needed = neededFor(end);
    const isGiven = (one: Learned | Given): one is Given => "origin" in one;
    const clauses = needed.filter(isGiven);
    const steps = needed.filter((one): one is Learned => !isGiven(one));
    const numbers = new Map([...clauses, ...steps].map((one, index) => [one, index + 1]));
    return {
      clauses,
      steps: steps.map(({ by, clause }) => ({
        clause,
        by: by.map((one) => numbers.get(one) as number),
      })),
      meanings: within(meanings, [
        ...clauses.flatMap(({ clause }) => clause),
        ...named.filter((one) => typeof one === "number"),
      ]),
      named,
      given: this.given + units.length,
    };
  }
}

function assumptionOf(meaning: Meaning | undefined): ClauseOrigin["from"] {
  return { kind: "assumption", name: meaning && "atom" in meaning ? meaning.atom : "" };
}

/** Everything that leads to a step, including itself, each after what it follows from. */
function neededFor(end: Learned): (Learned | Given)[] {
  const done = new Set<Learned | Given>();
  const open: { one: Learned | Given; isEntered: boolean }[] = [{ one: end, isEntered: false }];
  for (let top = open.pop(); top; top = open.pop()) {
    const { isEntered, one } = top;
    if (done.has(one)) continue;
    if (isEntered || "origin" in one) done.add(one);
    else {
      open.push({ one, isEntered: true });
      for (const source of one.by)
        if (!done.has(source)) open.push({ one: source, isEntered: false });
    }
  }
  return [...done];
}

/** The meanings of the literals' variables, and of the variables within them. */
function within(meanings: Map<number, Meaning>, literals: Literal[]): Map<number, Meaning> {
  const found = new Map<number, Meaning>();
  const open = literals.map((literal) => literal >> 1);
  for (let variable = open.pop(); variable !== undefined; variable = open.pop()) {
    const meaning = meanings.get(variable);
    if (!meaning || found.has(variable)) continue;
    found.set(variable, meaning);
    if ("of" in meaning) open.push(...meaning.of.map((literal) => literal >> 1));
  }
  return found;
}
