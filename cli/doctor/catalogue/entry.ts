import * as z from "zod";
import { type EntryId, entryId, step } from "../step";

export type { EntryId };

const texts = z.array(z.string()).readonly();

/** One cause that keeps a pod from its secret, or one text that several causes have in common. */
export const entry = z.strictObject({
  id: entryId,
  title: z.string().describe("The cause in one short sentence."),
  /**
   * As templates: `{name:kind}` is a capture of a kind of `texts/capture-kinds.ts`, and `…` is any text of at most 300
   * characters. A text matches also where a capture does not fit its kind, unless it is `{name:kind!}`; two captures of one
   * name must be the same. `{a|b}` is one of these words. White space, quotes, backslashes, bars, asterisks and case do not count. A template
   * begins with words.
   */
  texts: texts.optional().describe("Templates of texts that say it."),
  errors: texts
    .optional()
    .describe(
      "Errors of AWS that say it, by code: Throttling, by its end, beginning or middle: *LimitExceeded, or of some subjects only: {kms|ssm} AccessDenied. A text of the same statement answers in their place. `any` stands for every other service, e.g. any *NotFound. Anything else answers in its place.",
    ),
  failures: texts
    .optional()
    .describe(
      "Calls without an answer and files that cannot be used that say it, by host or file and failure: {cluster|aws} refused. A text of the same statement answers in their place.",
    ),
  over: texts
    .optional()
    .describe(
      "Beginnings of the ids that this entry explains better, where a text of both stands in the same statement.",
    ),
  symptom: z
    .union([z.literal(true), z.literal("near")])
    .optional()
    .describe(
      "It only says that something failed: any other entry of the same text answers in its place, or one that stands close before it.",
    ),
  step: step.optional().describe("The step of a read that looks at it."),
  causes: z
    .array(z.strictObject({ id: entryId, check: z.string() }))
    .readonly()
    .optional()
    .describe(
      "Of a text that does not decide: the causes that it may have, and the check that tells each from the others.",
    ),
  why: z.string().describe("Why it happens, in a few sentences."),
  check: z
    .string()
    .describe("How to see whether it is so. {name} stands for what a text captured."),
  mend: z.string().describe("What to do. It never widens access."),
  sources: texts.describe("Where the cause is told: pages, issues, sources."),
});

export type Entry = z.infer<typeof entry>;
