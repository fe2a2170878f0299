import * as z from "zod";
import { CLAIMS } from "../../../sdk/access/prover/claims/claim";
import { inventoryJsonSchema } from "../../../sdk/grant";
import { documentsShape } from "../../documents/documents-shape";
import { requestShape } from "../../documents/request-shape";
import { graphShape } from "../../picture/graph-shape";
import { blastRadiusShape, whatCanReadShape, whoCanReadShape } from "../../reading/reading-shapes";
import { stacksShape } from "../../stacks/stacks-shape";
import { failureShape } from "../../terminal/failure-shape";
import { planShape } from "../plan/shape";
import { previewShape } from "../preview/shape";
import { statusShape } from "../status/shape";
import { verifyShape } from "../verify/shape";
import type { SchemaName } from "./schema-names";

const problem = z.object({
  file: z.string().describe("The file as it was named."),
  line: z.int().min(1),
  column: z.int().min(1),
  path: z.string().describe("Keys that lead to the place. Empty for the whole file."),
  message: z.string().describe("The path, the rule, the value, and what to do."),
});

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

const claim = z.object({
  claim: z.enum(CLAIMS),
  subject: z.string().describe("ARN of the secret, key or role, the document, or the grant."),
  result: z.enum(["proved", "refuted", "unknown"]),
  milliseconds: z.number(),
  assumptionsUsed: z.array(z.string()).describe("Without these it would not be proved."),
  reason: z.string().optional().describe("Why it is unknown."),
  counterexample: counterexample.optional(),
});

const advice = z.object({
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
});

const decidedBy = z.object({
  document: z.string().describe("Name of the document."),
  index: z.int().describe("Position of the statement, from 0."),
  sid: z.string().optional(),
});

const answers = {
  "blast-radius": blastRadiusShape,
  "what-can-read": whatCanReadShape,
  "who-can-read": whoCanReadShape,
  evaluate: z
    .object({
      decision: z.enum(["allowed", "denied"]).describe("denied goes with exit code 1."),
      reason: z.string().describe("Why, in a sentence."),
      decidedBy: decidedBy.nullable().describe("Null where no statement allowed it."),
      statements: z
        .array(
          decidedBy.extend({
            effect: z.enum(["Allow", "Deny"]),
            matched: z.boolean(),
            reason: z.string().describe("The element that matched or did not, and the values."),
          }),
        )
        .describe("Every statement that was read."),
    })
    .describe("Answer of eks-pod-secrets evaluate --json."),
  prove: z
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
      notes: z.array(z.string()).describe("What was taken from where, and left out."),
    })
    .describe("Answer of eks-pod-secrets prove --json."),
  check: z
    .object({
      result: z.enum(["right", "wrong"]).describe("wrong goes with exit code 2."),
      file: z.string().describe("The inventory as it was named."),
      problems: z.array(problem).describe("Mistakes in the file's order."),
      warnings: z
        .array(problem)
        .describe("What widens no access but will not work. Mistakes with --strict."),
    })
    .describe("Answer of eks-pod-secrets check --json."),
  graph: graphShape,
  init: z
    .object({ written: z.array(z.string()).describe("Files, the inventory first.") })
    .describe("Answer of eks-pod-secrets init --json."),
  plan: planShape,
  preview: previewShape,
  report: z
    .object({
      written: z.string().describe("The page."),
      grants: z.int().describe("Grants that it shows."),
      proof: z
        .enum(["proved", "refuted", "unknown", "absent"])
        .describe("What the proof on the page says; absent where there is none."),
      notProved: z
        .array(z.enum(CLAIMS))
        .optional()
        .describe("Claims of which the proof says nothing. Left out where there are none."),
    })
    .describe("Answer of eks-pod-secrets report --json."),
  stacks: stacksShape,
  status: statusShape,
  verify: verifyShape,
  put: z
    .object({
      result: z.enum(["created", "unchanged"]).describe("Whether there is a new version."),
      kind: z.enum(["secret", "parameter"]),
      name: z.string().describe("Name of the secret or parameter in the inventory."),
      account: z.string().describe("Id of the account that owns it."),
      region: z.string(),
      version: z.string().describe("Id or number of the version that is current now."),
    })
    .describe("Answer of eks-pod-secrets put --json."),
};

/** One of the JSON Schemas that this package publishes. */
export function jsonSchema(name: SchemaName): object {
  if (name === "inventory") return inventoryJsonSchema();
  if (name === "documents") return z.toJSONSchema(documentsShape, { target: "draft-07" });
  if (name === "request") return z.toJSONSchema(requestShape, { target: "draft-07" });
  return z.toJSONSchema(z.union([answers[name], failureShape]), { target: "draft-07" });
}

/** What `prove` answers with `--json`. */
export const proveShape = answers.prove;

/** What `report` answers with `--json`. */
export type ReportAnswer = z.infer<typeof answers.report>;

/** What `put` answers with `--json`. */
export type PutAnswer = z.infer<typeof answers.put>;

/** What `plan` answers with `--json`. */
export type PlanAnswer = z.infer<typeof answers.plan>;

/** What `preview` answers with `--json`. */
export type PreviewAnswer = z.infer<typeof answers.preview>;

/** What `up`, `destroy` and `refresh` answer with `--json`. */
export type StacksAnswer = z.infer<typeof answers.stacks>;

/** What `status` answers with `--json`. */
export type StatusAnswer = z.infer<typeof answers.status>;

/** What `verify` answers with `--json`. */
export type VerifyAnswer = z.infer<typeof answers.verify>;
