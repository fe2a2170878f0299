import { boolean, json, string } from "../../common/property";
import { samePolicy } from "../lifecycle/policy-equivalence";
import type { AwsResource, Context, Inputs } from "../lifecycle/resource";

export const secretPolicy: AwsResource = {
  type: "aws:secretsmanager/secretPolicy:SecretPolicy",
  noun: "Secrets Manager Secret Policy",
  regional: true,
  properties: {
    blockPublicPolicy: boolean({ unread: true }),
    policy: json({ required: true, same: samePolicy }),
    secretArn: string({ required: true, replaces: true }),
  },
  outputs: [],

  create: put,

  async read({ account, region }, id) {
    const client = await account.secretsManager(region);
    const { ARN, ResourcePolicy } = await client.getResourcePolicy({ SecretId: id });
    return ResourcePolicy ? { id: ARN, secretArn: ARN, policy: ResourcePolicy } : undefined;
  },

  async update(context, _, { inputs }) {
    await put(context, inputs);
  },

  async delete({ account, region }, id) {
    const client = await account.secretsManager(region);
    await client.deleteResourcePolicy({ SecretId: id });
  },
};

async function put({ account, region }: Context, inputs: Inputs): Promise<string> {
  const client = await account.secretsManager(region);
  const { ARN } = await client.putResourcePolicy({
    SecretId: inputs.secretArn,
    ResourcePolicy: inputs.policy,
    BlockPublicPolicy: inputs.blockPublicPolicy ?? false,
  });
  return ARN as string;
}
