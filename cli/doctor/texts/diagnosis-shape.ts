import * as z from "zod";
import { entry } from "../catalogue/entry";
import { entryId } from "../step";
import { caller } from "./caller";

/** One cause of a text, or one text with several causes. */
const answer = entry
  .pick({ id: true, title: true, step: true, why: true, check: true, mend: true })
  .extend({
    captures: z.record(z.string(), z.string()).describe("What the text names."),
    causes: z
      .array(z.object({ id: entryId, title: z.string(), check: z.string() }))
      .optional()
      .describe("Of a text that does not decide: what it may be, and how to tell."),
  });

/** The diagnosis of a text. None of it is free text from the input. */
export const diagnosis = z.object({
  answers: z.array(answer).describe("What the text tells, in its order."),
  caller: caller.optional().describe("Who called AWS, if the text says it."),
  unread: z
    .int()
    .optional()
    .describe("How many characters at the text's beginning were not read: only its end is."),
});

export type Answer = z.infer<typeof answer>;
export type Diagnosis = z.infer<typeof diagnosis>;
