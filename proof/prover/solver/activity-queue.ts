/**
 * The order in which variables are decided: first those in many recent conflicts. VSIDS, as in MiniSat: each conflict adds a
 * little more to its variables than the one before. A binary heap keeps the order.
 */
export class ActivityQueue {
  /** Per variable: its activity, and its place in the heap, or `OUT`. */
  private readonly activities: number[] = [];
  private readonly places: number[] = [];
  private readonly heap: number[] = [];
  private increment = 1;

  /** Adds a variable. Variables come in order of their numbers, from 0. */
  add(variable: number): void {
    this.activities.push(0);
    this.places.push(OUT);
    this.release(variable);
  }

  /** Removes and returns the first unassigned variable. */
  next(isUnassigned: (variable: number) => boolean): number | undefined {
    for (;;) {
      const first = this.heap[0];
      if (first === undefined) return undefined;
      this.places[first] = OUT;
      const last = this.heap.pop() as number;
      if (last !== first) {
        this.put(last, 0);
        this.sink(last);
      }
      if (isUnassigned(first)) return first;
    }
  }

  /** Called when a variable is no longer assigned. */
  release(variable: number): void {
    if (this.places[variable] !== OUT) return;
    this.put(variable, this.heap.length);
    this.rise(variable);
  }

  /** Called with the variables in a conflict. */
  raise(variables: readonly number[]): void {
    for (const variable of variables) {
      this.activities[variable] = this.activityOf(variable) + this.increment;
      if (this.places[variable] !== OUT) this.rise(variable);
    }
    this.increment *= GROWTH;
    if (this.increment < LARGE) return;
    for (let one = 0; one < this.activities.length; one++) {
      this.activities[one] = this.activityOf(one) / LARGE;
    }
    this.increment /= LARGE;
  }

  private rise(variable: number): void {
    for (;;) {
      const place = this.placeOf(variable);
      const parent = this.heap[(place - 1) >> 1];
      if (place === 0 || parent === undefined) return;
      if (this.activityOf(parent) >= this.activityOf(variable)) return;
      this.put(parent, place);
      this.put(variable, (place - 1) >> 1);
    }
  }

  private sink(variable: number): void {
    for (;;) {
      const place = this.placeOf(variable);
      const [left, right] = [this.heap[2 * place + 1], this.heap[2 * place + 2]];
      if (left === undefined) return;
      const child =
        right !== undefined && this.activityOf(right) > this.activityOf(left) ? right : left;
      if (this.activityOf(child) <= this.activityOf(variable)) return;
      const below = this.placeOf(child);
      this.put(child, place);
      this.put(variable, below);
    }
  }

  private put(variable: number, place: number): void {
    this.heap[place] = variable;
    this.places[variable] = place;
  }

  private placeOf(variable: number): number {
    return this.places[variable] as number;
  }

  private activityOf(variable: number): number {
    return this.activities[variable] as number;
  }
}

const OUT = -1;
/** How much more a conflict weighs than the one before. */
const GROWTH = 1 / 0.95;
const LARGE = 1e100;
