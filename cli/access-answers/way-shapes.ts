import * as z from "zod";
import { requestShape, statementShape } from "../documents/request-shape";
import { flag, list, object, objects, oneOf, text, texts } from "../terminal/answer-shapes";
import { becomesShape } from "./assumed";

const actorShape = z.object({
  key: text("The same for the same one."),
  principal: requestShape.shape.principal
    .optional()
    .describe("As whom it calls AWS. Absent if it calls only Kubernetes."),
  as: z.looseObject({}).optional().describe("Who it is elsewhere."),
});

const callShape = z.union([
  z.object({
    request: requestShape.describe("The call, with the condition keys that the caller chooses."),
    by: text("What allows it."),
    statement: statementShape.optional().describe("The statement that allows it."),
  }),
  z.object({
    other: text("The call, of Kubernetes."),
    allowed: z.boolean(),
    by: text("What allows it."),
    remark: text("What could stop it, and is not taken as stopping it.").optional(),
  }),
]);

/** Who can come to read, through changes. */
export const waysShape = z.object({
  result: oneOf("complete: nobody else can come to read by changes of these kinds.", [
    "complete",
    "unknown",
  ]),
  reason: text("Why there may be others, beside those through `unknownClusters`.").optional(),
  most: z.number().optional().describe("At most so many changes were tried. Absent: any number."),
  lookedAt: texts(
    "Who may act on the accounts of the organization, and was looked at. Absent: the documents name no organization.",
  ).optional(),
  notLookedAt: texts(
    "Who may act on these accounts, and was not looked at: `result` does not cover them. Absent: none.",
  ).optional(),
  kinds: z.number().describe("Number of kinds of changes that were tried."),
  unknownClusters: objects(
    "Clusters into which nobody looked: ways in Kubernetes are not known. Absent: none.",
    {
      arn: z.string(),
      reason: text("Why it could not be read.").optional(),
    },
  ).optional(),
  unreadCompute: objects(
    "What runs and could not be read: there each role that trusts the service counts as had by something. Absent without --live.",
    {
      account: text("Id of the account. Absent: any.").optional(),
      region: text("Absent: in all regions.").optional(),
      type: text("What it is: `lambda:function`. Absent: all types.").optional(),
      reason: text("Why nobody could read it.").optional(),
    },
  ).optional(),
  ways: objects("One way for each start and secret, the fewest changes first.", {
    secret: text("ARN of the secret or parameter."),
    start: actorShape.extend({ becomes: becomesShape }).describe("With whom the way begins."),
    declared: flag("One who acts on it is an administrator or a role that deploys."),
    supposes: texts(
      "What is taken for the worst, as documents are lacking. Absent if nothing is.",
    ).optional(),
    steps: z.array(
      z.object({
        kind: text("Kind of change: `put-secret-policy`."),
        title: text("What the kind is."),
        actor: actorShape.describe("Who makes the calls."),
        target: text("What is changed or used."),
        calls: list("Each was allowed as the steps before left it.", callShape),
        becomes: list("As whom the attacker may act from now on.", actorShape),
      }),
    ),
    read: object("The read, on the changed documents.", {
      reader: actorShape,
      request: requestShape,
      by: text("What allows it."),
    }),
  }),
});

/** The field of an answer that `--through-changes` adds. */
export const throughChangesShape = {
  throughChanges: waysShape.optional().describe("Present with --through-changes."),
};

export type WaysAnswer = z.infer<typeof waysShape>;
