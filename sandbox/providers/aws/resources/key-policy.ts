import { boolean, json, string } from "../../common/property";
import { samePolicy } from "../lifecycle/policy-equivalence";
import type { AwsResource, Context } from "../lifecycle/resource";

export const keyPolicy: AwsResource<"kms"> = {
  type: "aws:kms/keyPolicy:KeyPolicy",
  service: "kms",
  noun: "KMS Key Policy",
  properties: {
    bypassPolicyLockoutSafetyCheck: boolean({ default: false, unread: true }),
    keyId: string({ required: true }),
    policy: json({ required: true, same: samePolicy }),
  },
  outputs: [],

  async create(context, inputs) {
    await put(context, inputs.keyId, inputs.policy, inputs.bypassPolicyLockoutSafetyCheck);
    return inputs.keyId;
  },

  async read({ client }, id) {
    const { KeyMetadata } = await client.describeKey({ KeyId: id });
    if (KeyMetadata?.KeyState?.startsWith("Pending")) return undefined;
    const { Policy: policy } = await client.getKeyPolicy({ KeyId: id, PolicyName: "default" });
    return { id, keyId: KeyMetadata?.KeyId, policy };
  },

  async update(context, id, { inputs }) {
    await put(context, id, inputs.policy, inputs.bypassPolicyLockoutSafetyCheck);
  },

  /** A key is never without a policy: deleting it puts back the one that KMS gives a new key. */
  async delete(context, id, state) {
    const { account, partition } = await context.account.identity();
    const initial = {
      Version: "2012-10-17",
      Id: "default",
      Statement: [
        {
          Sid: "Enable IAM User Permissions",
          Effect: "Allow",
          Principal: { AWS: `arn:${partition}:iam::${account}:root` },
          Action: "kms:*",
          Resource: "*",
        },
      ],
    };
    await put(context, id, JSON.stringify(initial), state.bypassPolicyLockoutSafetyCheck);
  },
};

async function put({ client }: Context<"kms">, id: string, policy: string, bypass: boolean) {
  await client.putKeyPolicy({
    KeyId: id,
    PolicyName: "default",
    Policy: policy,
    BypassPolicyLockoutSafetyCheck: bypass ?? false,
  });
}
