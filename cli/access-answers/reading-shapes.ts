import * as z from "zod";
import { requestShape, turningShape } from "../documents/request-shape";
import { liveAnswerShape } from "../proof/live-answer";
import { list, object, oneOf, text, texts } from "../terminal/answer-shapes";
import { assumedShape, becomesShape } from "./assumed";

/** A reader in an answer. */
export const readerShape = object("A Kubernetes service account.", {
  clusterArn: z.string(),
  namespace: z.string(),
  serviceAccount: z.string(),
});

/** Whether a list is complete, and why not. */
const completeness = {
  result: oneOf("unknown goes with exit code 2.", ["complete", "unknown"]),
  reason: text("Why the list is not complete.").optional(),
  ...liveAnswerShape,
};

/** The same for a list of who reads what. */
export const readingsCompleteness = {
  ...completeness,
  ...assumedShape,
  notes: texts("What the documents leave out, and what stands for something that AWS draws."),
};

/** Who becomes an administrator's role undeclared. */
export const entryShape = object(
  "Somebody who was not declared becomes an administrator's role, and so reads.",
  {
    summary: text("Who becomes which role."),
    request: requestShape.describe("The request that assumes the first role."),
    fix: text("What to change."),
  },
);

/** Who reads what, with a request that does. */
export const readingShape = z.object({
  secret: text("ARN of the secret or parameter."),
  principal: requestShape.shape.principal,
  request: requestShape.describe("A request that reads it."),
  becomes: becomesShape,
  remark: text(
    "Why evaluate denies this request: it knows less, or another document denies it.",
  ).optional(),
  turnsOn: list(
    "The conditions on which the reading turns. Absent if it turns on none.",
    turningShape,
  ).optional(),
});
