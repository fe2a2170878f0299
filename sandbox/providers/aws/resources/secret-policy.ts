import { boolean, json, string } from "../../common/property";
import { samePolicy } from "../lifecycle/policy-equivalence";
import type { AwsResource, Context, Inputs } from "../lifecycle/resource";

export const secretPolicy: AwsResource<"secretsmanager"> = {
  type: "aws:secretsmanager/secretPolicy:SecretPolicy",
  service: "secretsmanager",
  noun: "Secrets Manager Secret Policy",
  properties: {
    blockPublicPolicy: boolean({ unread: true }),
    policy: json({ required: true, same: samePolicy }),
    secretArn: string({ required: true, replaces: true }),
  },
  outputs: [],

  create: put,

  async read({ client }, id) {
    const { ARN, ResourcePolicy } = await client.getResourcePolicy({ SecretId: id });
    return ResourcePolicy ? { id: ARN, secretArn: ARN, policy: ResourcePolicy } : undefined;
  },

  async update(context, _, { inputs }) {
    await put(context, inputs);
  },

  async delete({ client }, id) {
    await client.deleteResourcePolicy({ SecretId: id });
  },
};

async function put({ client }: Context<"secretsmanager">, inputs: Inputs): Promise<string> {
  const { ARN } = await client.putResourcePolicy({
    SecretId: inputs.secretArn,
    ResourcePolicy: inputs.policy,
    BlockPublicPolicy: inputs.blockPublicPolicy ?? false,
  });
  return ARN as string;
}
