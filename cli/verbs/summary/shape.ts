import * as z from "zod";
import { becomesShape } from "../../access-answers/assumed";
import { entryShape, readerShape, readingsCompleteness } from "../../access-answers/reading-shapes";
import { throughChangesShape } from "../../access-answers/way-shapes";
import { requestShape } from "../../documents/request-shape";
import {
  flag,
  list,
  mark,
  object,
  objects,
  oneOf,
  text,
  texts,
} from "../../terminal/answer-shapes";

const findingShape = z.object({
  access: oneOf(
    "internal: by principals of the account. external: by others. public: by anyone, and no condition keeps most of the world out.",
    ["public", "external", "internal"],
  ),
  who: object("Who reads.", {
    kind: oneOf("principal: everyone whose ARN matches one of the names.", [
      ...(["anyone", "organization", "account", "principal", "role", "user"] as const),
      ...(["session", "service", "federated"] as const),
    ]),
    names: texts(
      "ARNs, account ids, ids of organizations, services or providers. Empty for anyone.",
    ),
    except: texts("Which of them may not read."),
  }),
  conditions: objects("Conditions of the policy on place and time. All must hold.", {
    key: z.string(),
    operator: z.string(),
    values: z.array(z.string()),
    holds: flag("False: requests that meet it are denied."),
  }),
  by: objects("The statements that allow the read.", {
    document: text("ARN or name of the policy."),
    statement: z.union([z.string(), z.number()]).describe("Its Sid, or position from 0."),
  }),
  through: list(
    "Chains of roles, from the first that is assumed to the one that reads. Each chain is enough. Empty if the principal reads without another role.",
    z.array(z.string()),
  ),
  objects: texts("ARNs of what is read."),
  explanation: z
    .discriminatedUnion("as", [
      z.object({
        as: z.literal("declared reader"),
        readers: z.array(readerShape),
        former: mark("It is by roles that they had before."),
      }),
      z.object({ as: z.literal("rotation role") }),
      z.object({ as: z.literal("administrator") }),
    ])
    .optional()
    .describe("The declaration that explains it. Absent if there is none."),
  entries: list(
    "Of administrators' roles: why no declaration explains the finding.",
    entryShape,
  ).optional(),
  roles: objects("If roles read: who may become each.", {
    arn: z.string(),
    becomes: becomesShape,
  }).optional(),
  request: requestShape.describe("A request that reads the value, or that assumes the first role."),
});

/** What `summary` answers with `--json`. */
export const summaryShape = object("Answer of eks-pod-secrets summary --json.", {
  ...readingsCompleteness,
  account: text("Id of the account."),
  objects: texts("ARNs of its secrets and parameters."),
  findings: list("Who reads them. Findings that no declaration explains come first.", findingShape),
  unexplained: z
    .number()
    .optional()
    .describe("Number of findings that no declaration explains. Absent if nothing was declared."),
  mayOpen: texts(
    "ARNs of roles and users that may change who reads, by calls that are known to do so. Others may by other calls. Absent if their policies were not read.",
  ).optional(),
  ...throughChangesShape,
});

export type SummaryAnswer = z.infer<typeof summaryShape>;
