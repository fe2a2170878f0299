import * as z from "zod";
import { oneOf, text, whole } from "./answer-shapes";

const name = text("What runs: a stack, a secret or a step of the verb.");
const seconds = z.number().describe("Since it began.");

const place = {
  message: z.string(),
  file: text("The file that it is about.").optional(),
  line: z.int().min(1).optional(),
  column: z.int().min(1).optional(),
  path: text("Keys that lead to the place.").optional(),
};

/** The lines on standard error with `--progress json`. */
export const progressShape = z
  .discriminatedUnion("event", [
    z.object({ event: z.literal("begin"), name, text: z.string() }),
    z.object({
      event: z.literal("step"),
      name,
      text: text("What it does now. It is told again after 10 seconds of silence."),
      seconds,
    }),
    z.object({
      event: z.literal("end"),
      name,
      result: oneOf("waits: what it depends on is not done.", [
        "done",
        "failed",
        "stopped",
        "waits",
      ]),
      seconds: seconds.optional(),
      changes: z
        .record(z.string(), z.int())
        .optional()
        .describe("Of a stack: number of resources by what happened to them, e.g. create, same."),
      reason: text("Why it failed.").optional(),
    }),
    z.object({
      event: z.literal("count"),
      name,
      done: whole("How many parts are done."),
      total: z.int(),
    }),
    z.object({ event: z.literal("note"), message: z.string() }),
    z.object({ event: z.literal("warning"), ...place }),
    z.object({ event: z.literal("error"), ...place }),
  ])
  .describe(
    "A line on standard error with --progress json. No line holds a value. Names come again where work is done in parts.",
  );

export type ProgressEvent = z.infer<typeof progressShape>;

/** How a task ended. */
export type WorkEnd = Omit<Extract<ProgressEvent, { event: "end" }>, "event" | "name">;
