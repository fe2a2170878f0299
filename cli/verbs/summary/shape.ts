import * as z from "zod";
import { becomesShape } from "../../access-answers/assumed";
import { entryShape, readerShape, readingsCompleteness } from "../../access-answers/reading-shapes";
import { throughChangesShape } from "../../access-answers/way-shapes";
import { requestShape } from "../../documents/request-shape";

const findingShape = z.object({
  access: z
    .enum(["public", "external", "internal"])
    .describe(
      "internal: by principals of the account. external: by others. public: by anyone, and no condition keeps most of the world out.",
    ),
  who: z
    .object({
      kind: z
        .enum([
          ...(["anyone", "organization", "account", "principal", "role", "user"] as const),
          ...(["session", "service", "federated"] as const),
        ])
        .describe("principal: everyone whose ARN matches one of the names."),
      names: z
        .array(z.string())
        .describe(
          "ARNs, account ids, ids of organizations, services or providers. Empty for anyone.",
        ),
      except: z.array(z.string()).describe("Which of them may not read."),
    })
    .describe("Who reads."),
  conditions: z
    .array(
      z.object({
        key: z.string(),
        operator: z.string(),
        values: z.array(z.string()),
        holds: z.boolean().describe("False: requests that meet it are denied."),
      }),
    )
    .describe("Conditions of the policy on place and time. All must hold."),
  by: z
    .array(
      z.object({
        document: z.string().describe("ARN or name of the policy."),
        statement: z.union([z.string(), z.number()]).describe("Its Sid, or position from 0."),
      }),
    )
    .describe("The statements that allow the read."),
  through: z
    .array(z.array(z.string()))
    .describe(
      "Chains of roles, from the first that is assumed to the one that reads. Each chain is enough. Empty if the principal reads without another role.",
    ),
  objects: z.array(z.string()).describe("ARNs of what is read."),
  explanation: z
    .discriminatedUnion("as", [
      z.object({
        as: z.literal("declared reader"),
        readers: z.array(readerShape),
        former: z.literal(true).optional().describe("It is by roles that they had before."),
      }),
      z.object({ as: z.literal("rotation role") }),
      z.object({ as: z.literal("administrator") }),
    ])
    .optional()
    .describe("The declaration that explains it. Absent if there is none."),
  entries: z
    .array(entryShape)
    .optional()
    .describe("Of administrators' roles: why no declaration explains the finding."),
  roles: z
    .array(z.object({ arn: z.string(), becomes: becomesShape }))
    .optional()
    .describe("If roles read: who may become each."),
  request: requestShape.describe("A request that reads the value, or that assumes the first role."),
});

/** What `summary` answers with `--json`. */
export const summaryShape = z
  .object({
    ...readingsCompleteness,
    account: z.string().describe("Id of the account."),
    objects: z.array(z.string()).describe("ARNs of its secrets and parameters."),
    findings: z
      .array(findingShape)
      .describe("Who reads them. Findings that no declaration explains come first."),
    unexplained: z
      .number()
      .optional()
      .describe("Number of findings that no declaration explains. Absent if nothing was declared."),
    mayOpen: z
      .array(z.string())
      .optional()
      .describe(
        "ARNs of roles and users that may change who reads, by calls that are known to do so. Others may by other calls. Absent if their policies were not read.",
      ),
    ...throughChangesShape,
  })
  .describe("Answer of eks-pod-secrets summary --json.");

export type SummaryAnswer = z.infer<typeof summaryShape>;
