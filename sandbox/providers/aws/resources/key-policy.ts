import { boolean, string } from "../../common/property";
import { policyDocument } from "../lifecycle/policy-document";
import type { AwsResource } from "../lifecycle/resource";
import { describeKey, keyRules, putKeyPolicy } from "./kms-key";

export const keyPolicy: AwsResource<"kms"> = {
  type: "aws:kms/keyPolicy:KeyPolicy",
  service: "kms",
  noun: "KMS Key Policy",
  properties: {
    bypassPolicyLockoutSafetyCheck: boolean({ default: false, unread: true }),
    keyId: string({ required: true }),
    policy: policyDocument({ required: true }),
  },
  outputs: [],
  ...keyRules,
  mustExistToBeDeleted: true,

  async create(context, inputs) {
    await putKeyPolicy(context, inputs.keyId, inputs);
    return inputs.keyId;
  },

  async read(context, id) {
    const key = await describeKey(context, id);
    if (!key) return undefined;
    const request = { KeyId: id, PolicyName: "default" };
    const { Policy: policy } = await context.client.getKeyPolicy(request);
    return { id, keyId: key.KeyId, policy };
  },

  async update(context, id, { changed, inputs }) {
    if (changed("policy")) await putKeyPolicy(context, id, inputs);
  },

  /** A key is never without a policy: deleting it puts back the one that KMS gives a new key. */
  async delete(context, _id, state) {
    if (state.bypassPolicyLockoutSafetyCheck) return;
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
    await putKeyPolicy(context, state.keyId, { policy: JSON.stringify(initial) });
  },
};
