import * as z from "zod";
import { requestShape, statementShape } from "../documents/request-shape";
import { becomesShape } from "./assumed";

const actorShape = z.object({
  key: z.string().describe("The same for the same one."),
  principal: requestShape.shape.principal
    .optional()
    .describe("As whom it calls AWS. Absent if it calls only Kubernetes."),
  as: z.looseObject({}).optional().describe("Who it is elsewhere."),
});

const callShape = z.union([
  z.object({
    request: requestShape.describe("The call, with the condition keys that the caller chooses."),
    by: z.string().describe("What allows it."),
    statement: statementShape.optional().describe("The statement that allows it."),
  }),
  z.object({
    other: z.string().describe("The call, of Kubernetes."),
    allowed: z.boolean(),
    by: z.string().describe("What allows it."),
    remark: z.string().optional().describe("What could stop it, and is not taken as stopping it."),
  }),
]);

/** Who can come to read, through changes. */
export const waysShape = z.object({
  result: z
    .enum(["complete", "unknown"])
    .describe("complete: nobody else can come to read by changes of these kinds."),
  reason: z
    .string()
    .optional()
    .describe("Why there may be others, beside those through `unknownClusters`."),
  most: z.number().optional().describe("At most so many changes were tried. Absent: any number."),
  lookedAt: z
    .array(z.string())
    .optional()
    .describe(
      "Who may act on the accounts of the organization, and was looked at. Absent: the documents name no organization.",
    ),
  notLookedAt: z
    .array(z.string())
    .optional()
    .describe(
      "Who may act on these accounts, and was not looked at: `result` does not cover them. Absent: none.",
    ),
  kinds: z.number().describe("Number of kinds of changes that were tried."),
  unknownClusters: z
    .array(
      z.object({
        arn: z.string(),
        reason: z.string().optional().describe("Why it could not be read."),
      }),
    )
    .optional()
    .describe("Clusters into which nobody looked: ways in Kubernetes are not known. Absent: none."),
  unreadCompute: z
    .array(
      z.object({
        account: z.string().optional().describe("Id of the account. Absent: any."),
        region: z.string().optional().describe("Absent: in all regions."),
        type: z.string().optional().describe("What it is: `lambda:function`. Absent: all types."),
        reason: z.string().optional().describe("Why nobody could read it."),
      }),
    )
    .optional()
    .describe(
      "What runs and could not be read: there each role that trusts the service counts as had by something. Absent without --live.",
    ),
  ways: z
    .array(
      z.object({
        secret: z.string().describe("ARN of the secret or parameter."),
        start: actorShape.extend({ becomes: becomesShape }).describe("With whom the way begins."),
        declared: z
          .boolean()
          .describe("One who acts on it is an administrator or a role that deploys."),
        supposes: z
          .array(z.string())
          .optional()
          .describe("What is taken for the worst, as documents are lacking. Absent if nothing is."),
        steps: z.array(
          z.object({
            kind: z.string().describe("Kind of change: `put-secret-policy`."),
            title: z.string().describe("What the kind is."),
            actor: actorShape.describe("Who makes the calls."),
            target: z.string().describe("What is changed or used."),
            calls: z.array(callShape).describe("Each was allowed as the steps before left it."),
            becomes: z.array(actorShape).describe("As whom the attacker may act from now on."),
          }),
        ),
        read: z
          .object({
            reader: actorShape,
            request: requestShape,
            by: z.string().describe("What allows it."),
          })
          .describe("The read, on the changed documents."),
      }),
    )
    .describe("One way for each start and secret, the fewest changes first."),
});

/** The field of an answer that `--through-changes` adds. */
export const throughChangesShape = {
  throughChanges: waysShape.optional().describe("Present with --through-changes."),
};

export type WaysAnswer = z.infer<typeof waysShape>;
