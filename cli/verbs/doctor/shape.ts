import * as z from "zod";
import { STEPS, type StepId } from "../../doctor/step";

const step = z.enum(Object.keys(STEPS) as [StepId, ...StepId[]]);
const result = z
  .enum(["right", "wrong", "not seen"])
  .describe("not seen: nothing is known to be wrong, but nobody could look at all.");
const says = z.string().describe("What was found, in one sentence.");

const wrong = z.object({
  result: z.literal("wrong"),
  cause: z.string().describe("Id in the catalogue; doctor --explain ID prints its entry."),
  says,
  known: z.string().describe("How it is known: what was asked, and what it answered."),
  mend: z.object({
    says: z.string().describe("What to do."),
    commands: z.array(z.string()).describe("Shell commands that do it, in their order."),
    changes: z
      .array(z.string())
      .optional()
      .describe("What they change: who gains or loses which read."),
  }),
});

const finding = z.discriminatedUnion("result", [
  z.object({ result: z.literal("right"), says: says.optional() }),
  wrong,
  z.object({
    result: z.literal("not seen"),
    says,
    right: z.string().optional().describe("The right that is missing."),
  }),
]);

/** What `doctor --json` answers of readers. */
export const readersShape = z.object({
  result: result.describe(
    "right goes with exit code 0, wrong with 1, not seen with 2: none wrong, and some not seen that --accept-unseen does not accept.",
  ),
  readers: z.array(
    z.object({
      reader: z.string().describe("Name in the inventory."),
      result,
      answer: z
        .object({ step, ...wrong.omit({ result: true }).shape })
        .optional()
        .describe("The first wrong step: what keeps the reader's pods from reading."),
      steps: z
        .array(z.object({ step, findings: z.array(finding).describe("The worst comes first.") }))
        .describe(
          "In the order of the way of a read. A step without findings does not concern it.",
        ),
    }),
  ),
  causes: z
    .array(z.object({ cause: z.string(), step, readers: z.array(z.string()) }))
    .describe("The answers by their cause, that of the most readers first."),
});

export type ReadersAnswer = z.infer<typeof readersShape>;

const entry = z.object({
  id: z.string(),
  title: z.string().describe("The cause in one sentence."),
  texts: z.array(z.string()).optional().describe("Templates of texts that say it."),
  step: step.optional(),
  causes: z
    .array(z.object({ id: z.string(), check: z.string() }))
    .optional()
    .describe("Of a text that does not decide: what it may be, and how to tell."),
  why: z.string(),
  check: z.string().describe("How to see whether it is so."),
  mend: z.string(),
  sources: z.array(z.string()),
});

/** What `doctor` answers with `--json`. */
export const doctorShape = z
  .union([readersShape, entry.describe("With --explain.")])
  .describe("Answer of eks-pod-secrets doctor --json. It holds no value.");
