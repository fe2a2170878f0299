import type { AccessRequest, TurningKey } from "iam-proof";
import * as z from "zod";
import { shapeOf } from "../terminal/failure-shape";

const text = z.string().min(1);
const tags = z.record(z.string(), z.string());
const principalTags = tags
  .optional()
  .describe(
    "Principal tags in force: the session's tags, and those of the role that the session does not set.",
  );
const organizationId = z.string().optional().describe("AWS Organizations id of its account.");

const principal = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("session").describe("A session of a role."),
    roleArn: text.describe("ARN of the role, path included."),
    sessionName: z.string().optional().describe("Name of the session."),
    tags: principalTags,
    organizationId,
  }),
  z.strictObject({
    kind: z.literal("user").describe("An IAM user."),
    arn: text.describe("ARN of the user."),
    tags: principalTags,
    organizationId,
  }),
  z.strictObject({
    kind: z.literal("root").describe("The root user of an account."),
    account: text.describe("Account id."),
    partition: z.string().optional().describe("Default: the resource's."),
    organizationId,
  }),
  z.strictObject({
    kind: z.literal("service").describe("An AWS service."),
    service: text.describe("E.g. pods.eks.amazonaws.com."),
  }),
  z.strictObject({
    kind: z.literal("federated").describe("A federated principal."),
    arn: text.describe("ARN or name of the provider, or ARN of the federated user."),
    provider: z.string().optional().describe("The provider."),
    tags: principalTags,
    organizationId,
  }),
  z.strictObject({ kind: z.literal("anonymous").describe("Anyone, without credentials.") }),
]);

/** The shape of a file with one request. */
export const requestShape = shapeOf<AccessRequest>()(
  z
    .strictObject({
      principal: principal.describe("Who asks."),
      action: text.describe("Service prefix and action, e.g. secretsmanager:GetSecretValue."),
      resource: text.describe("ARN of the resource, or * for an action without a resource."),
      resourceTags: tags
        .optional()
        .describe("Tags of the resource. Default: those in the documents."),
      resourceAccount: text
        .optional()
        .describe(
          "Account that owns the resource. Default: the one in its ARN, else the caller's.",
        ),
      context: z
        .record(z.string(), z.union([z.string(), z.array(z.string())]))
        .optional()
        .describe(
          "Condition keys that neither principal nor resource sets. A key that is not here is absent from the request.",
        ),
    })
    .describe("One request to AWS. What eks-pod-secrets evaluate --request reads."),
);

/** A statement that an answer names. */
export const statementShape = z.object({
  document: z.string().describe("Name of the document."),
  index: z.int().describe("Position of the statement, from 0."),
  sid: z.string().optional(),
});

/** A condition key on which an answer turns. */
export const turningShape = shapeOf<TurningKey>()(
  statementShape.extend({
    key: z.string().describe("The condition key."),
    operator: z.string().optional().describe("Absent if the statement uses the key as a variable."),
    values: z.array(z.string()).describe("The values of the condition."),
    found: z.array(z.string()).describe("The values of the request. Empty if it lacks the key."),
    holds: z.boolean().describe("Whether the condition holds, or the variable has a value."),
  }),
);
