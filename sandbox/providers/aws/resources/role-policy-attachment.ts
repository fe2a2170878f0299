import { string } from "../../common/property";
import { parseId } from "../lifecycle/parse-id";
import type { AwsResource } from "../lifecycle/resource";
import { arn } from "../lifecycle/validation";
import { attachedPolicies } from "./policies-of-role";

export const rolePolicyAttachment: AwsResource<"iam"> = {
  type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  service: "iam",
  noun: "IAM Role Policy Attachment",
  properties: {
    policyArn: string({ required: true, replaces: true, problem: arn }),
    role: string({ required: true, replaces: true }),
  },
  outputs: [],
  deleteBeforeReplace: true,

  async create({ client }, { role, policyArn }) {
    await client.attachRolePolicy({ RoleName: role, PolicyArn: policyArn });
    return `${role}/${policyArn}`;
  },

  async read({ client }, id, { role, policyArn }) {
    const isAttached = (await attachedPolicies(client, role)).includes(policyArn);
    return isAttached ? { id, role, policyArn } : undefined;
  },

  async delete({ client }, _id, { role, policyArn }) {
    await client.detachRolePolicy({ RoleName: role, PolicyArn: policyArn });
  },

  importId(id) {
    const form = /^(?<role>[^/]+)\/(?<policyArn>.*)$/s;
    const what = "role policy attachment id";
    return { id, state: parseId<"role" | "policyArn">(id, what, "role/policy-arn", form) };
  },
};
