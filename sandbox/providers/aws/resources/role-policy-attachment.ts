import { string } from "../../common/property";
import type { AwsResource } from "../lifecycle/resource";

export const rolePolicyAttachment: AwsResource = {
  type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  noun: "IAM Role Policy Attachment",
  properties: {
    policyArn: string({ required: true, replaces: true }),
    role: string({ required: true, replaces: true }),
  },
  outputs: [],

  async create({ account }, { role, policyArn }) {
    const client = await account.iam();
    await client.attachRolePolicy({ RoleName: role, PolicyArn: policyArn });
    return `${role}/${policyArn}`;
  },

  async read({ account }, id) {
    const client = await account.iam();
    const { role, policyArn } = parse(id);
    for (let Marker: string | undefined; ; ) {
      const page = await client.listAttachedRolePolicies({
        RoleName: role,
        ...(Marker ? { Marker } : {}),
      });
      if (page.AttachedPolicies?.some(({ PolicyArn }) => PolicyArn === policyArn)) {
        return { id, role, policyArn };
      }
      Marker = page.IsTruncated ? page.Marker : undefined;
      if (!Marker) return undefined;
    }
  },

  async delete({ account }, id) {
    const client = await account.iam();
    const { role, policyArn } = parse(id);
    await client.detachRolePolicy({ RoleName: role, PolicyArn: policyArn });
  },
};

function parse(id: string): { role: string; policyArn: string } {
  const slash = id.indexOf("/");
  if (slash < 1) {
    throw new Error(`role policy attachment id must be of the form role/policy-arn, got ${id}`);
  }
  return { role: id.slice(0, slash), policyArn: id.slice(slash + 1) };
}
