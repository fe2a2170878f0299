import * as z from "zod";
import STEPS from "./steps.json";

/** The steps of a read, in order: an earlier one must be right before a later one can be. */
export { STEPS };

/** The id of a step. */
export type StepId = keyof typeof STEPS;

/** The stable id of a catalogue entry, such as `EPS-101`. */
export const entryId = z.templateLiteral(["EPS-", z.int()]);

export const step = z.enum(Object.keys(STEPS) as [StepId, ...StepId[]]);

const says = z.string().describe("What was found, in one sentence.");

/** How to mend a problem. It never widens access beyond the inventory. Names in commands match their grammar and are quoted. */
export const mend = z.object({
  says: z.string().describe("What to do."),
  commands: z.array(z.string()).describe("Shell commands that do it, in their order."),
  changes: z
    .array(z.string())
    .optional()
    .describe("What they change: who gains or loses which read."),
});

export const wrong = z.object({
  result: z.literal("wrong"),
  cause: entryId.describe("Id in the catalogue; doctor --explain ID prints its entry."),
  says,
  known: z.string().describe("How it is known: where that was seen, or a command that shows it."),
  mend,
});

/** The result of one look. */
export const finding = z.discriminatedUnion("result", [
  z.object({ result: z.literal("right"), says: says.optional() }),
  wrong,
  z.object({
    result: z.literal("not seen"),
    says,
    right: z.string().optional().describe("The right that is missing."),
  }),
]);

export const result = z
  .enum(["right", "wrong", "not seen"])
  .describe("not seen: nothing is known to be wrong, but nobody could look at all.");

/** The way of one reader. */
export const walkedReader = z.object({
  reader: z.string().describe("Name in the inventory."),
  result,
  answer: z
    .object({ step, ...wrong.omit({ result: true }).shape })
    .optional()
    .describe("The first wrong step: what keeps the reader's pods from reading."),
  steps: z
    .array(z.object({ step, findings: z.array(finding).describe("The worst comes first.") }))
    .describe("In the order of the way of a read. A step without findings does not concern it."),
});

export type EntryId = z.infer<typeof entryId>;
export type Mend = z.infer<typeof mend>;
export type Finding = z.infer<typeof finding>;
export type WrongFinding = z.infer<typeof wrong>;
export type WalkedReader = z.infer<typeof walkedReader>;
export type WalkedStep = WalkedReader["steps"][number];

/** Something that was read, or why it could not be. */
export type Seen<T> = { value: T } | { unseen: string; right?: string };
