import { CLAIMS, type ClaimResult } from "iam-proof";
import * as z from "zod";
import { requestShape, turningShape } from "../documents/request-shape";
import { list, mark, object, objects, oneOf, text, texts, whole } from "../terminal/answer-shapes";
import { shapeOf } from "../terminal/failure-shape";
import type { ExplainedDifference } from "./explained-differences";
import { liveAnswerShape } from "./live-answer";

const statement = z
  .union([z.string(), z.int()])
  .nullable()
  .describe("Sid, or position from 0. Null if a statement is missing.");

export const counterexampleShape = z.object({
  summary: text("What could happen, in a sentence."),
  request: requestShape,
  document: text("The document that allows it, or that should allow it and does not."),
  statement,
  turnsOn: list(
    "The conditions on which that turns. Absent if it turns on none.",
    turningShape,
  ).optional(),
  fix: text("The change that closes it."),
});

const claim = shapeOf<ClaimResult>()(
  z.object({
    claim: z.enum(CLAIMS),
    subject: text("ARN of the secret, key or role, the document, or the grant."),
    result: z.enum(["proved", "refuted", "unknown"]),
    milliseconds: z.number(),
    assumptionsUsed: texts("Assumptions that the proof needs."),
    reason: text("Why it is unknown.").optional(),
    alsoAllowed: texts(
      "Of a role that is proved to be contained: what the policies that it keeps allow beside its reads. Absent if this is nothing.",
    ).optional(),
    counterexample: counterexampleShape.optional(),
    recalled: mark("An earlier run proved it."),
  }),
);

const difference = shapeOf<ExplainedDifference>()(
  z.object({
    subject: text("ARN of the role, secret, parameter or key; or the reader."),
    says: text("What differs."),
    claims: objects("The refuted claims that speak of what differs.", {
      claim: z.enum(CLAIMS),
      subject: z.string(),
    }),
  }),
);

/** What `prove` answers with `--json`. */
export const proveShape = object("Answer of eks-pod-secrets prove --json.", {
  result: oneOf("Exit codes: proved 0, refuted 1, unknown 2.", ["proved", "refuted", "unknown"]),
  assumptions: texts("The assumptions that were made."),
  differences: list(
    "With --live, --state or --preview, if a claim is refuted: where AWS or the stacks differ from the inventory. They are the first cause to look for.",
    difference,
  ).optional(),
  claims: z.array(claim),
  recalled: whole("How many of these claims an earlier run proved."),
  certificates: text(
    "With --certificate: the directory. Its index.json lists the certificates of each claim.",
  ).optional(),
  documents: texts(
    "SHA-256 of the documents that were proved, as in eks-pod-secrets report; with --against, then of those before.",
  ),
  notes: texts("Where the documents come from, and what was left out."),
  outside: texts("Who and what these documents cannot stop."),
  ...liveAnswerShape,
});

/** What `prove` answers with `--json`. */
export type ProveAnswer = z.infer<typeof proveShape>;
