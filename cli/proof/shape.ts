import * as z from "zod";

import { type Advice, CLAIMS, type ClaimResult } from "../../sdk/access";
import { requestShape } from "../documents/request-shape";
import { shapeOf } from "../terminal/shape-of";
import { liveAnswerShape } from "./live-answer";

const statement = z
  .union([z.string(), z.int()])
  .nullable()
  .describe("Sid, or position from 0; null where it is one that is missing.");

const counterexample = z.object({
  summary: z.string().describe("What could happen, in a sentence."),
  request: requestShape,
  document: z.string().describe("The document that lets it through, or should and does not."),
  statement,
  fix: z.string().describe("The change that closes it."),
});

const claim = shapeOf<ClaimResult>()(
  z.object({
    claim: z.enum(CLAIMS),
    subject: z.string().describe("ARN of the secret, key or role, the document, or the grant."),
    result: z.enum(["proved", "refuted", "unknown"]),
    milliseconds: z.number(),
    assumptionsUsed: z.array(z.string()).describe("Without these it would not be proved."),
    reason: z.string().optional().describe("Why it is unknown."),
    counterexample: counterexample.optional(),
  }),
);

const advice = shapeOf<Advice>()(
  z.object({
    document: z.string().describe("Name of the document."),
    spare: z
      .array(
        z.object({
          statement: z.int().describe("Position from 0."),
          sid: z.string().optional(),
          part: z.string().describe("What no claim needs."),
        }),
      )
      .describe("Parts that could be left out."),
    reason: z.string().optional().describe("Why it is unknown which parts these are."),
    milliseconds: z.number(),
  }),
);

/** What `prove` answers with `--json`. */
export const proveShape = z
  .object({
    result: z
      .enum(["proved", "refuted", "unknown"])
      .describe("Exit codes: proved 0, refuted 1, unknown 2."),
    assumptions: z.array(z.string()).describe("The assumptions that were made."),
    claims: z.array(claim),
    advice: z
      .array(advice)
      .optional()
      .describe(
        "With --advice: each document that was judged. It changes neither result nor exit code.",
      ),
    certificates: z
      .string()
      .optional()
      .describe(
        "With --certificate: the directory. Its index.json lists the certificates of each claim.",
      ),
    notes: z.array(z.string()).describe("What was taken from where, and left out."),
    outside: z.array(z.string()).describe("What no proof of these documents can bind."),
    ...liveAnswerShape,
  })
  .describe("Answer of eks-pod-secrets prove --json.");

/** What `prove` answers with `--json`. */
export type ProveAnswer = z.infer<typeof proveShape>;
