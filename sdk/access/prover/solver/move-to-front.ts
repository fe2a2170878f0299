/**
 * In which order variables are decided: those first that were in a conflict most recently. VMTF, variable move to front
 * (Ryan, 2004), as a doubly linked list (Biere and Fröhlich, 2015).
 */
export class MoveToFrontQueue {
  /** Per variable: its neighbours, and when it was put first. */
  private readonly before: number[] = [];
  private readonly after: number[] = [];
  private readonly since: number[] = [];
  private head = NONE;
  private time = 0;
  /** None before it is unassigned. */
  private next = NONE;

  /** Puts a new variable first. Variables come in order of their numbers, from 0. */
  add(variable: number): void {
    this.before.push(NONE);
    this.after.push(NONE);
    this.since.push(0);
    this.putFirst(variable);
    this.next = variable;
  }

  /** The first that is unassigned. */
  first(isUnassigned: (variable: number) => boolean): number | undefined {
    while (this.next !== NONE && !isUnassigned(this.next)) {
      this.next = this.after[this.next] as number;
    }
    return this.next === NONE ? undefined : this.next;
  }

  /** Heeds that a variable is no longer assigned. */
  release(variable: number): void {
    if (this.next === NONE || this.sinceOf(variable) > this.sinceOf(this.next)) {
      this.next = variable;
    }
  }

  /** Puts these first, in the order that they have among themselves. All of them are assigned. */
  moveToFront(variables: number[]): void {
    variables.sort((a, b) => this.sinceOf(a) - this.sinceOf(b));
    for (const variable of variables) {
      if (this.head === variable) continue;
      const [before, after] = [this.before[variable] as number, this.after[variable] as number];
      this.after[before] = after;
      if (after !== NONE) this.before[after] = before;
      this.putFirst(variable);
    }
  }

  private putFirst(variable: number): void {
    this.before[variable] = NONE;
    this.after[variable] = this.head;
    if (this.head !== NONE) this.before[this.head] = variable;
    this.head = variable;
    this.since[variable] = ++this.time;
  }

  private sinceOf(variable: number): number {
    return this.since[variable] as number;
  }
}

const NONE = -1;
