import type { Actor, ChangeKind, Step, World } from "./change";

/** Somebody who was found to read. */
export interface Found {
  reader: Actor;
  steps: Step[];
  least: number;
}

/** What the attacker can do after any number of changes. */
export interface Closed {
  /**
   * Found reads by the secret's ARN: who reads it, all steps made until then in their order, and the least number of steps that a
   * way can have.
   */
  found: Map<string, Found>;
  /** Why something that was refused may still be allowed. */
  open: Set<string>;
  /**
   * Whether an attacker who starts as this actor reaches nothing more: this actor was reached, or somebody was who may do all that
   * it may.
   */
  takesIn(start: Actor): boolean;
}

export interface ClosureOptions {
  kinds: readonly ChangeKind[];
  /** ARNs of the secrets and parameters that the attacker wants. */
  wanted: readonly string[];
  /** The most changes in a row. */
  most: number;
  /** Whether documents may treat the role or user differently from others in its account, apart from its own rights. */
  isTold(arn: string): boolean;
  /** The systems beside AWS in which the actor may make every call. Defaults to none. */
  commands?: ((world: World, actor: Actor) => readonly string[]) | undefined;
}
