import type { Meaning } from "./clause-writer";
import type { Clause, ClauseOrigin, Literal } from "./formula";

/** A proof that clauses contradict each other: as many of them as it needs, and the steps to the empty clause. */
export interface Refutation {
  clauses: { clause: Clause; origin: ClauseOrigin }[];
  /** Each is implied by those before it. Clauses count from 1, the given ones first; `by` become unit one after another. */
  steps: { clause: Clause; by: number[] }[];
  /** By variable; of all that stand in the clauses, and of their parts. */
  meanings: Map<number, Meaning>;
  /** What stands for each named part of the question; a truth value where it was settled. */
  named: (Literal | boolean)[];
  /** How many clauses were given in all. */
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

/** Keeps the clauses of a conversation, and from which of them each one learned follows. */
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

  /** The proof that these literals cannot all be true, of which what was learned last says so. */
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

/** What leads to a step, itself included, each after all that it follows from. */
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

/** The meanings of the literals' variables, and of those that these are made of. */
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
