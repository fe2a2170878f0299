import * as z from "zod";

import { completeness, readerShape } from "../../access-answers/reading-shapes";
import { requestShape } from "../../documents/request-shape";

const findingShape = z.object({
  access: z
    .enum(["public", "external", "internal"])
    .describe(
      "internal: by principals of the account; external: by others; public: by anyone, and no condition keeps most of the world out.",
    ),
  who: z
    .object({
      kind: z
        .enum([
          ...(["anyone", "organization", "account", "principal", "role", "user"] as const),
          ...(["session", "service", "federated"] as const),
        ])
        .describe("principal: whoever has an ARN that fits a name."),
      names: z
        .array(z.string())
        .describe(
          "ARNs, account ids, ids of organizations, services or providers. None of anyone.",
        ),
      except: z.array(z.string()).describe("Who of them may not."),
    })
    .describe("Who reads."),
  conditions: z
    .array(
      z.object({
        key: z.string(),
        operator: z.string(),
        values: z.array(z.string()),
        holds: z.boolean().describe("False: what meets it is denied."),
      }),
    )
    .describe("From where and when: all must be so, as a policy writes it."),
  by: z
    .array(
      z.object({
        document: z.string().describe("ARN or name of the policy."),
        statement: z.union([z.string(), z.number()]).describe("Its Sid, or position from 0."),
      }),
    )
    .describe("The statements that let it be read."),
  through: z
    .array(z.array(z.string()))
    .describe(
      "Chains of roles, from the one that is assumed first to the one that reads; any of them. None: who reads itself.",
    ),
  objects: z.array(z.string()).describe("ARNs of what is read."),
  explanation: z
    .discriminatedUnion("as", [
      z.object({ as: z.literal("declared reader"), readers: z.array(readerShape) }),
      z.object({ as: z.literal("rotation role") }),
      z.object({ as: z.literal("administrator") }),
    ])
    .optional()
    .describe("What was declared. Left out where nothing was."),
  request: requestShape.describe("One request that reads, or becomes the first role."),
});

/** What `summary` answers with `--json`. */
export const summaryShape = z
  .object({
    ...completeness,
    account: z.string().describe("Id of the account."),
    objects: z.array(z.string()).describe("ARNs of its secrets and parameters."),
    findings: z
      .array(findingShape)
      .describe("Who reads them, what nothing declared explains first."),
    unexplained: z
      .number()
      .optional()
      .describe("Findings that nothing declared explains. Left out where nothing was declared."),
    mayOpen: z
      .array(z.string())
      .optional()
      .describe(
        "ARNs of roles and users with a statement that lets them change who reads. Left out where they were not read.",
      ),
    notes: z.array(z.string()).describe("What to know about the documents."),
  })
  .describe("Answer of eks-pod-secrets summary --json.");

export type SummaryAnswer = z.infer<typeof summaryShape>;
