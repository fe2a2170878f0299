import { boolean, string } from "../../common/property";
import { orGone } from "../account/errors";
import { policyDocument } from "../lifecycle/policy-document";
import type { AwsResource } from "../lifecycle/resource";
import { arn } from "../lifecycle/validation";

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

  // Without a policy the resource stays, and the next update puts the policy again.
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
    // The provider asks until there is none. Here there is none at once.
    await orGone(client.getResourcePolicy({ SecretId: id }));
  },
};
