import { always, and, atom, type Formula, implies, never, not, or } from "../solver/formula";
import { inTime } from "../solver/limits";
import { findText, patternAccepts } from "./find-text";
import { type Conflict, knownConflicts } from "./learned-conflicts";
import type { TextPattern } from "./text-pattern";

/** An unknown text of a request. Formulas speak of it by which patterns accept it. */
export class TextVariable {
  private readonly atoms = new Map<string, { pattern: TextPattern; says: Formula }>();

  private readonly quoted: string;

  constructor(
    public readonly name: string,
    /** Alternatives; the text is of one of them. */
    public readonly domain: TextPattern[],
    /** Texts that people recognise, taken where they fit. */
    public readonly examples: string[] = [],
  ) {
    this.quoted = JSON.stringify(name);
  }

  /** Says that `pattern` accepts the text. */
  matches(pattern: TextPattern): Formula {
    if (acceptsEverything(pattern)) return always;
    const known = this.atoms.get(pattern.key);
    if (known) return known.says;
    const says = this.isPossible(pattern) ? atom(this.atomName(pattern)) : never;
    this.atoms.set(pattern.key, { pattern, says });
    return says;
  }

  get patterns(): TextPattern[] {
    return [...this.atoms.values()]
      .filter(({ says }) => says !== never)
      .map(({ pattern }) => pattern);
  }

  atomName(pattern: TextPattern): string {
    return `${this.quoted} ∈ ${pattern.key}`;
  }

  /** The atom of a binary digit of the constant's number that the text is. */
  digitName(digit: number): string {
    return `${this.quoted}: digit ${digit}`;
  }

  /** What holds of any text: no two constants at once, what each pattern says of each constant, and what was learned. */
  lemmas(since = 0, deadline = Number.POSITIVE_INFINITY): Formula[] {
    const patterns = this.patterns;
    const added = patterns.slice(since);
    if (added.length === 0) return [];
    const lemmas: Formula[] = this.distinguish(patterns, since);
    for (let index = since; index < patterns.length; index++) {
      inTime(deadline, `${patterns.length} patterns of one text were compared`);
      for (let earlier = 0; earlier < index; earlier++) {
        const [a, b] = [patterns[earlier], patterns[index]];
        if (a && b) lemmas.push(...pairLemmas(this, a, b));
      }
    }
    const isNew = new Set(added);
    const conflicts = knownConflicts(this.domain, patterns, (one) => isNew.has(one));
    return [...lemmas, ...conflicts.map((conflict) => this.excludes(conflict))];
  }

  /** Says that the text is not two constants at once: each constant has a number, and its binary digits are atoms. */
  private distinguish(patterns: TextPattern[], since: number): Formula[] {
    const isConstant = ({ constant }: TextPattern) => constant !== undefined;
    const constants = patterns.filter(isConstant);
    const stated = patterns.slice(0, since).filter(isConstant).length;
    const digits = digitsOf(constants.length);
    return constants.map((pattern, number) => {
      const first = number < stated ? digitsOf(stated) : 0;
      const own = Array.from({ length: digits - first }, (_, index) => {
        const digit = atom(this.digitName(first + index));
        return (number >> (first + index)) % 2 === 1 ? digit : not(digit);
      });
      return implies(this.matches(pattern), and(...own));
    });
  }

  /** Says that no text is within all of the one patterns and outside all of the others. */
  excludes({ outside, within }: Conflict): Formula {
    return not(
      and(
        ...within.map((pattern) => this.matches(pattern)),
        ...outside.map((pattern) => not(this.matches(pattern))),
      ),
    );
  }

  /** A text that these patterns accept and those do not, or undefined. Throws `TooHard` past the limits of the search. */
  witness(
    within: TextPattern[],
    outside: TextPattern[],
    deadline: number,
    mostStates: number,
  ): string | undefined {
    const fits = (text: string) =>
      this.domain.some((pattern) => patternAccepts(pattern, text)) &&
      within.every((pattern) => patternAccepts(pattern, text)) &&
      !outside.some((pattern) => patternAccepts(pattern, text));
    const constant = within.find((pattern) => pattern.constant !== undefined)?.constant;
    if (constant !== undefined) return fits(constant) ? constant : undefined;
    return (
      this.examples.find(fits) ??
      findText({ domain: this.domain, within, outside }, deadline, mostStates)
    );
  }

  private isPossible(pattern: TextPattern): boolean {
    const { constant } = pattern;
    return constant === undefined || this.domain.some((one) => patternAccepts(one, constant));
  }
}

/** How many binary digits so many numbers need. */
function digitsOf(numbers: number): number {
  return numbers <= 1 ? 0 : 32 - Math.clz32(numbers - 1);
}

/** Says of a constant and a pattern whether they fit. Two patterns are compared only when an answer needs it. */
function pairLemmas(variable: TextVariable, a: TextPattern, b: TextPattern): Formula[] {
  const [constant, other] = a.constant !== undefined ? [a, b] : [b, a];
  if (constant.constant === undefined || other.constant !== undefined) return [];
  const one = variable.matches(constant);
  const two = variable.matches(other);
  return [or(not(one), patternAccepts(other, constant.constant) ? two : not(two))];
}

function acceptsEverything(pattern: TextPattern): boolean {
  if (pattern.constant !== undefined) return false;
  const [only, ...others] = pattern.steps;
  return others.length === 0 && only?.many === true && only.class.kind === "any";
}
