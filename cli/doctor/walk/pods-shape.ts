import * as z from "zod";

/** Which pods still have an old value, as verbs answer it with `--json`. */
export const podsShape = z
  .object({
    old: z
      .array(z.object({ reader: z.string(), pod: z.string(), object: z.string() }))
      .describe("Pods that have mounted another version of a secret or parameter."),
    unseen: z
      .array(z.string())
      .describe("Why nobody could see of some readers' pods what they have."),
  })
  .describe("The readers' pods after the value was put.");

export type PodsSeen = z.infer<typeof podsShape>;
