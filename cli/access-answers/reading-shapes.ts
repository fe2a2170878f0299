import * as z from "zod";
import { requestShape, turningShape } from "../documents/request-shape";
import { liveAnswerShape } from "../proof/live-answer";
import { assumedShape, becomesShape } from "./assumed";

/** A reader in an answer. */
export const readerShape = z
  .object({ clusterArn: z.string(), namespace: z.string(), serviceAccount: z.string() })
  .describe("A Kubernetes service account.");

/** Whether a list is complete, and why not. */
const completeness = {
  result: z.enum(["complete", "unknown"]).describe("unknown goes with exit code 2."),
  reason: z.string().optional().describe("Why the list is not complete."),
  ...liveAnswerShape,
};

/** The same for a list of who reads what. */
export const readingsCompleteness = {
  ...completeness,
  ...assumedShape,
  notes: z
    .array(z.string())
    .describe("What the documents leave out, and what stands for something that AWS draws."),
};

/** Who becomes an administrator's role undeclared. */
export const entryShape = z
  .object({
    summary: z.string().describe("Who becomes which role."),
    request: requestShape.describe("The request that assumes the first role."),
    fix: z.string().describe("What to change."),
  })
  .describe("Somebody who was not declared becomes an administrator's role, and so reads.");

/** Who reads what, with a request that does. */
export const readingShape = z.object({
  secret: z.string().describe("ARN of the secret or parameter."),
  principal: requestShape.shape.principal,
  request: requestShape.describe("A request that reads it."),
  becomes: becomesShape,
  remark: z
    .string()
    .optional()
    .describe("Why evaluate denies this request: it knows less, or another document denies it."),
  turnsOn: z
    .array(turningShape)
    .optional()
    .describe("The conditions on which the reading turns. Absent if it turns on none."),
});
