import { and, atom, type Formula, implies, not, or } from "../solver/formula";

/** An unknown number, date (milliseconds) or IP address of a request. Formulas speak of it by where it lies among the cuts. */
export class OrderedVariable {
  private readonly cuts = new Set<bigint | number>();

  constructor(
    public readonly name: string,
    /** Whether there is nothing between one whole number and the next. */
    private readonly discrete: boolean,
    private readonly bounds?: { low: bigint; high: bigint },
  ) {}

  atMost(cut: bigint | number): Formula {
    this.cuts.add(cut);
    return atom(this.atMostName(cut));
  }

  lessThan(cut: bigint | number): Formula {
    this.cuts.add(cut);
    return atom(this.lessThanName(cut));
  }

  atMostName(cut: bigint | number): string {
    return `${this.name} ≤ ${cut}`;
  }

  lessThanName(cut: bigint | number): string {
    return `${this.name} < ${cut}`;
  }

  /** In order. */
  get sortedCuts(): (bigint | number)[] {
    return [...this.cuts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  }

  /** The order of the cuts, and the bounds. */
  lemmas(): Formula {
    const cuts = this.sortedCuts;
    const clauses = cuts.flatMap((cut, index) => {
      const next = cuts[index + 1];
      const own = implies(this.lessThan(cut), this.atMost(cut));
      if (next === undefined) return [own];
      const adjacent = this.discrete && plus(cut, 1) === next;
      return [
        own,
        implies(this.atMost(cut), this.lessThan(next)),
        ...(adjacent ? [implies(this.lessThan(next), this.atMost(cut))] : []),
      ];
    });
    if (!this.bounds) return and(...clauses);
    const { high, low } = this.bounds;
    return and(
      ...clauses,
      ...(this.cuts.has(low) ? [not(this.lessThan(low))] : []),
      ...(this.cuts.has(high) ? [this.atMost(high)] : []),
    );
  }

  /** Says that the value lies where this one does among the cuts. */
  liesWith(value: bigint | number): Formula {
    return and(
      ...[...this.cuts].flatMap((cut) => [
        value < cut ? this.lessThan(cut) : not(this.lessThan(cut)),
        value <= cut ? this.atMost(cut) : not(this.atMost(cut)),
      ]),
    );
  }

  /** The cut that the value is, by the model; undefined where it lies between cuts. */
  pointIn(truth: (name: string) => boolean): bigint | number | undefined {
    return [...this.cuts].find(
      (cut) => truth(this.atMostName(cut)) && !truth(this.lessThanName(cut)),
    );
  }

  /** A value in the cell that the model tells. */
  witness(truth: (name: string) => boolean): bigint | number {
    const cuts = this.sortedCuts;
    let below: bigint | number | undefined;
    for (const cut of cuts) {
      if (truth(this.lessThanName(cut))) return this.between(below, cut);
      if (truth(this.atMostName(cut))) return cut;
      below = cut;
    }
    return this.between(below, undefined);
  }

  private between(low?: bigint | number, high?: bigint | number): bigint | number {
    if (low === undefined && high === undefined) return this.bounds?.low ?? 0;
    if (low === undefined) return minus(high ?? 0, step(high ?? 0));
    if (high === undefined) return plus(low, step(low));
    if (this.discrete) return plus(low, 1);
    const middle = Number(low) / 2 + Number(high) / 2;
    const whole = Math.round(middle);
    return low < whole && whole < high ? whole : middle;
  }
}

/** What formulas ask of a value. */
export type Comparable = Pick<OrderedVariable, "atMost" | "lessThan">;

/** The same value in a smaller unit, of which there are `units` in one of its own. */
export function inUnits(variable: Comparable, units: number): Comparable {
  return {
    atMost: (cut) => variable.atMost(Number(cut) / units),
    lessThan: (cut) => variable.lessThan(Number(cut) / units),
  };
}

/** Says that the value lies between two others, both included. */
export function inRange(variable: Comparable, low: bigint, high: bigint): Formula {
  return and(not(variable.lessThan(low)), variable.atMost(high));
}

export function isOneOf(variable: Comparable, values: (bigint | number)[]): Formula {
  return or(...values.map((value) => and(variable.atMost(value), not(variable.lessThan(value)))));
}

/** A step that changes the value: adding one changes no number that is very large. */
function step(value: bigint | number): number {
  return typeof value === "bigint" ? 1 : Math.max(1, Math.ceil(Math.abs(value) / 2 ** 20));
}

function plus(a: bigint | number, b: number): bigint | number {
  return typeof a === "bigint" ? a + BigInt(b) : a + b;
}

function minus(a: bigint | number, b: number): bigint | number {
  return plus(a, -b);
}
