import type { RotationRulesType } from "@aws-sdk/client-secrets-manager";
import { between, boolean, number, object, refused, string } from "../../common/values";
import { orGone } from "../account/errors";
import { policyDocument } from "../lifecycle/policy-document";
import { type AwsResource, arn, type Context, type Inputs } from "../lifecycle/resource";

export const secretPolicy: AwsResource<"secretsmanager"> = {
  type: "aws:secretsmanager/secretPolicy:SecretPolicy",
  service: "secretsmanager",
  noun: "Secrets Manager Secret Policy",
  properties: {
    blockPublicPolicy: boolean({ unread: true }),
    policy: policyDocument({ required: true }),
    secretArn: string({ required: true, replaces: true, problem: arn }),
  },
  outputs: [],
  retries: [{ name: "MalformedPolicyDocumentException", says: "unsupported principal" }],
  goneWhen: [{ name: "InvalidRequestException", says: "marked for deletion" }],

  async create({ client }, { secretArn, policy, blockPublicPolicy }) {
    const { ARN } = await client.putResourcePolicy({
      SecretId: secretArn,
      ResourcePolicy: policy,
      ...(blockPublicPolicy ? { BlockPublicPolicy: true } : {}),
    });
    return ARN as string;
  },

  // Without a policy the resource stays, and the next update sets the policy again.
  async read({ client }, id) {
    const { ARN, ResourcePolicy = "" } = await client.getResourcePolicy({ SecretId: id });
    return { id: ARN, secretArn: ARN, policy: ResourcePolicy };
  },

  async update({ client }, id, { inputs }) {
    await client.putResourcePolicy({
      SecretId: id,
      ResourcePolicy: inputs.policy,
      BlockPublicPolicy: inputs.blockPublicPolicy ?? false,
    });
  },

  async delete({ client }, id) {
    await client.deleteResourcePolicy({ SecretId: id });
    // The provider asks until the policy is gone. Here that is at once.
    await orGone(client.getResourcePolicy({ SecretId: id }));
  },
};

export const secretRotation: AwsResource<"secretsmanager"> = {
  type: "aws:secretsmanager/secretRotation:SecretRotation",
  service: "secretsmanager",
  noun: "Secrets Manager Secret Rotation",
  properties: {
    externalSecretRotationMetadatas: refused("managed external secrets are outside the sandbox"),
    externalSecretRotationRoleArn: refused("managed external secrets are outside the sandbox"),
    rotateImmediately: boolean({ default: true, unread: true }),
    rotationEnabled: boolean({ computed: true }),
    rotationLambdaArn: string({ problem: arn }),
    rotationRules: object({
      automaticallyAfterDays: number({ problem: between(1, 1000) }),
      duration: string(),
      scheduleExpression: string(),
    }),
    secretId: string({ required: true, replaces: true }),
  },
  outputs: [],
  retries: [{ name: "AccessDeniedException" }, { name: "InvalidRequestException" }],
  mustExistToBeDeleted: true,

  problems({ rotationEnabled, rotationRules }) {
    const property = "rotationRules";
    const rules = rotationRules as Record<string, unknown> | undefined;
    if (rotationEnabled === false) {
      return rules
        ? [{ property, reason: "rotationRules cannot be set when rotationEnabled is false" }]
        : [];
    }
    if (!rules) {
      return [{ property, reason: "rotationRules is required unless rotationEnabled is false" }];
    }
    const exactlyOne = "automaticallyAfterDays" in rules !== "scheduleExpression" in rules;
    return exactlyOne
      ? []
      : [
          {
            property,
            reason: "rotationRules takes automaticallyAfterDays or scheduleExpression, exactly one",
          },
        ];
  },

  create: put,

  async read({ client }, id) {
    const found = await client.describeSecret({ SecretId: id });
    if (found.DeletedDate) return undefined;
    const rotationEnabled = found.RotationEnabled ?? false;
    return {
      id: found.ARN,
      secretId: found.ARN,
      rotationEnabled,
      rotationLambdaArn: rotationEnabled ? found.RotationLambdaARN : "",
      rotationRules: rotationEnabled && found.RotationRules ? rulesFrom(found.RotationRules) : {},
    };
  },

  async update(context, _, { inputs, changed }) {
    if (changed("rotationEnabled", "rotationLambdaArn", "rotationRules"))
      await put(context, inputs);
  },

  async delete({ client }, _, state) {
    await client.cancelRotateSecret({ SecretId: state.secretId });
  },
};

async function put({ client }: Context<"secretsmanager">, inputs: Inputs): Promise<string> {
  if (inputs.rotationEnabled === false) {
    const { ARN } = await client.cancelRotateSecret({ SecretId: inputs.secretId });
    return ARN as string;
  }
  const { automaticallyAfterDays, duration, scheduleExpression } = inputs.rotationRules;
  const { ARN } = await client.rotateSecret({
    SecretId: inputs.secretId,
    RotateImmediately: inputs.rotateImmediately,
    RotationLambdaARN: inputs.rotationLambdaArn,
    RotationRules: {
      AutomaticallyAfterDays: automaticallyAfterDays,
      Duration: duration,
      ScheduleExpression: scheduleExpression,
    },
  });
  return ARN as string;
}

/** With a schedule, AWS also returns the days that follow from it. Nobody asked for those. */
function rulesFrom({ AutomaticallyAfterDays, Duration, ScheduleExpression }: RotationRulesType) {
  return {
    ...(ScheduleExpression
      ? { scheduleExpression: ScheduleExpression }
      : { automaticallyAfterDays: AutomaticallyAfterDays }),
    ...(Duration ? { duration: Duration } : {}),
  };
}
