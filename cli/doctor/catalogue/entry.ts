import type { EntryId, StepId } from "../step";

export type { EntryId };

/** One cause that keeps a pod from its secret, or one text that several causes have in common. */
export interface Entry {
  id: EntryId;
  /** The cause in one short sentence. */
  title: string;
  /**
   * Texts that say it, as templates: `{name:kind}` is a capture of a kind of `texts/capture-kinds.ts`, and `…` is any text
   * of at most 300 characters. A text matches also where a capture does not fit its kind, unless it is `{name:kind!}`; two
   * captures of one name must be the same. `{a|b}` is one of these words.
   * White space, quotes, backslashes and case do not count.
   */
  texts?: readonly string[];
  /**
   * Errors of AWS that say it, by code: `Throttling`, or of one subject of `subjects.ts` only: `{kms|ssm} AccessDenied`. A
   * text of the same record answers in their place.
   */
  errors?: readonly string[];
  /** Beginnings of the ids that this entry explains better, where a text of both stands in the same record of a log. */
  over?: readonly string[];
  /** Whether it only says that something failed: any other entry of the same text answers in its place. */
  symptom?: true;
  /** The step of a read that looks at it. */
  step?: StepId;
  /** Of a text that does not decide: the causes that it may have, and the check that tells each from the others. */
  causes?: readonly { id: EntryId; check: string }[];
  /** Why it happens, in a few sentences. */
  why: string;
  /** How to see whether it is so: a command or a place to look. `{name}` is what a text captured. */
  check: string;
  /** What to do. It never widens access. `{name}` is what a text captured. */
  mend: string;
  /** Where the cause is told: pages, issues, sources. */
  sources: readonly string[];
}
