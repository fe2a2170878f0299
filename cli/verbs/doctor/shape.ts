import * as z from "zod";
import { STEPS, type StepId } from "../../doctor/step";

const entryId = z.templateLiteral(["EPS-", z.int()]);
const step = z.enum(Object.keys(STEPS) as [StepId, ...StepId[]]);
const result = z
  .enum(["right", "wrong", "not seen"])
  .describe("not seen: nothing is known to be wrong, but nobody could look at all.");
const says = z.string().describe("What was found, in one sentence.");

const wrong = z.object({
  result: z.literal("wrong"),
  cause: entryId.describe("Id in the catalogue; doctor --explain ID prints its entry."),
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
    .array(z.object({ cause: entryId, step, readers: z.array(z.string()) }))
    .describe("The answers by their cause, that of the most readers first."),
});

export type ReadersAnswer = z.infer<typeof readersShape>;

const entry = z.object({
  id: entryId,
  title: z.string().describe("The cause in one sentence."),
  texts: z.array(z.string()).optional().describe("Templates of texts that say it."),
  step: step.optional(),
  causes: z
    .array(z.object({ id: entryId, check: z.string() }))
    .optional()
    .describe("Of a text that does not decide: what it may be, and how to tell."),
  why: z.string(),
  check: z.string().describe("How to see whether it is so."),
  mend: z.string(),
  sources: z.array(z.string()),
});

const causes = z
  .array(z.object({ id: entryId, title: z.string(), check: z.string() }))
  .optional()
  .describe("Of a text that does not decide: what it may be, and how to tell.");

/** What `doctor --text` answers with `--json`. Of the text it holds only names that fit their grammar. */
export const textShape = z.object({
  result: z
    .enum(["known", "several causes", "not known", "not granted"])
    .describe(
      "known and not granted go with exit code 1, the others with 2; with a walk, its result does.",
    ),
  answers: z
    .array(
      z.object({
        id: entryId,
        title: z.string(),
        step: step.optional(),
        captures: z.record(z.string(), z.string()).describe("What the text names."),
        why: z.string(),
        check: z.string(),
        mend: z.string(),
        causes,
      }),
    )
    .describe("What the text tells, in its order."),
  caller: z
    .object({
      kind: z.enum(["node role", "Pod Identity", "IRSA", "IAM user", "other role"]),
      arn: z.string(),
      says: z.string(),
    })
    .optional()
    .describe("Who called AWS, if the text says it."),
  unread: z
    .int()
    .optional()
    .describe("How many characters at the text's beginning were not read: only its end is."),
  readers: z.array(z.string()).describe("Readers of the inventory that the text speaks of."),
  notGranted: z
    .array(z.string())
    .describe("What the text says that the reader reads, and the inventory does not grant it."),
  walk: readersShape
    .optional()
    .describe("The way of the one reader, where the text does not decide."),
});

export type TextAnswer = z.infer<typeof textShape>;

/** What `doctor` answers with `--json`. */
export const doctorShape = z
  .union([readersShape, textShape.describe("With --text."), entry.describe("With --explain.")])
  .describe("Answer of eks-pod-secrets doctor --json. It holds no value.");
