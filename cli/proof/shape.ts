import { CLAIMS, type ClaimResult } from "iam-proof";
import * as z from "zod";
import { requestShape, turningShape } from "../documents/request-shape";
import { shapeOf } from "../terminal/failure-shape";
import type { ExplainedDifference } from "./explained-differences";
import { liveAnswerShape } from "./live-answer";

const statement = z
  .union([z.string(), z.int()])
  .nullable()
  .describe("Sid, or position from 0. Null if a statement is missing.");

export const counterexampleShape = z.object({
  summary: z.string().describe("What could happen, in a sentence."),
  request: requestShape,
  document: z
    .string()
    .describe("The document that allows it, or that should allow it and does not."),
  statement,
  turnsOn: z
    .array(turningShape)
    .optional()
    .describe("The conditions on which that turns. Absent if it turns on none."),
  fix: z.string().describe("The change that closes it."),
});

const claim = shapeOf<ClaimResult>()(
  z.object({
    claim: z.enum(CLAIMS),
    subject: z.string().describe("ARN of the secret, key or role, the document, or the grant."),
    result: z.enum(["proved", "refuted", "unknown"]),
    milliseconds: z.number(),
    assumptionsUsed: z.array(z.string()).describe("Assumptions that the proof needs."),
    reason: z.string().optional().describe("Why it is unknown."),
    alsoAllowed: z
      .array(z.string())
      .optional()
      .describe(
        "Of a role that is proved to be contained: what the policies that it keeps allow beside its reads. Absent if this is nothing.",
      ),
    counterexample: counterexampleShape.optional(),
    recalled: z.literal(true).optional().describe("An earlier run proved it."),
  }),
);

const difference = shapeOf<ExplainedDifference>()(
  z.object({
    subject: z.string().describe("ARN of the role, secret, parameter or key; or the reader."),
    says: z.string().describe("What differs."),
    claims: z
      .array(z.object({ claim: z.enum(CLAIMS), subject: z.string() }))
      .describe("The refuted claims that speak of what differs."),
  }),
);

/** What `prove` answers with `--json`. */
export const proveShape = z
  .object({
    result: z
      .enum(["proved", "refuted", "unknown"])
      .describe("Exit codes: proved 0, refuted 1, unknown 2."),
    assumptions: z.array(z.string()).describe("The assumptions that were made."),
    differences: z
      .array(difference)
      .optional()
      .describe(
        "With --live, --state or --preview, if a claim is refuted: where AWS or the stacks differ from the inventory. They are the first cause to look for.",
      ),
    claims: z.array(claim),
    recalled: z.int().describe("How many of these claims an earlier run proved."),
    certificates: z
      .string()
      .optional()
      .describe(
        "With --certificate: the directory. Its index.json lists the certificates of each claim.",
      ),
    documents: z
      .array(z.string())
      .describe(
        "SHA-256 of the documents that were proved, as in eks-pod-secrets report; with --against, then of those before.",
      ),
    notes: z.array(z.string()).describe("Where the documents come from, and what was left out."),
    outside: z.array(z.string()).describe("Who and what these documents cannot stop."),
    ...liveAnswerShape,
  })
  .describe("Answer of eks-pod-secrets prove --json.");

/** What `prove` answers with `--json`. */
export type ProveAnswer = z.infer<typeof proveShape>;
