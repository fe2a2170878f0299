import * as z from "zod";
import { entry } from "../../doctor/catalogue/entry";
import { entryId, result, step, walkedReader } from "../../doctor/step";
import { diagnosis } from "../../doctor/texts/diagnosis-shape";
import { objects, oneOf, texts } from "../../terminal/answer-shapes";

/** What `doctor --json` answers of readers. */
export const readersShape = z.object({
  result: result.describe(
    "right goes with exit code 0, wrong with 1, not seen with 2: none wrong, and some not seen that --accept-unseen does not accept.",
  ),
  readers: z.array(walkedReader),
  causes: objects("The answers by their cause, that of the most readers first.", {
    cause: entryId,
    step,
    readers: z.array(z.string()),
  }),
});

export type ReadersAnswer = z.infer<typeof readersShape>;

/** What `doctor --text` answers with `--json`. From the text it only contains names that match their grammar. */
export const textShape = z.object({
  result: oneOf(
    "known and not granted go with exit code 1, the others with 2; with a walk, its result does.",
    ["known", "several causes", "not known", "not granted"],
  ),
  ...diagnosis.shape,
  readers: texts("Readers of the inventory that the text speaks of."),
  notGranted: texts(
    "What the text says that the reader reads, and the inventory does not grant it.",
  ),
  walk: readersShape
    .optional()
    .describe("The way of the one reader, where the text does not decide."),
});

export type TextAnswer = z.infer<typeof textShape>;

/** What `doctor` answers with `--json`. */
export const doctorShape = z
  .union([readersShape, textShape.describe("With --text."), entry.describe("With --explain.")])
  .describe("Answer of eks-pod-secrets doctor --json. It holds no value.");
