import * as z from "zod";

/** What every verb answers to `--json` where it could not do its work. */
export const failureShape = z
  .object({
    result: z.literal("error"),
    problems: z.array(
      z.object({
        message: z.string().describe("What is wrong, the value, and what to do."),
        file: z.string().optional().describe("The file that it stands in, as it was named."),
        line: z.int().min(1).optional(),
        column: z.int().min(1).optional(),
        path: z.string().optional().describe("Keys that lead to the place."),
      }),
    ),
  })
  .describe("Instead, with exit code 2: the verb could not do its work.");

/** A verb's failure, as its answer to `--json`. */
export type FailureAnswer = z.infer<typeof failureShape>;
