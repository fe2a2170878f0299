import type { EntryId, StepId } from "../step";

export type { EntryId };

/** One cause that keeps a pod from its secret, or one text that several causes have in common. */
export interface Entry {
  id: EntryId;
  /** The cause in one short sentence. */
  title: string;
  /**
   * Texts that say it, as templates: `{name:kind}` is a capture of a kind of `captures.ts`, `…` any text in one line.
   * White space stands for any white space.
   */
  texts?: readonly string[];
  /** The step of a read that looks at it. */
  step?: StepId;
  /** Of a text that does not decide: the causes that it may have, and the check that tells each from the others. */
  causes?: readonly { id: EntryId; check: string }[];
  /** Why it happens, in a few sentences. */
  why: string;
  /** How to see whether it is so: a command or a place to look. */
  check: string;
  /** What to do. It never widens access. */
  mend: string;
  /** Where the cause is told: pages, issues, sources. */
  sources: readonly string[];
}
