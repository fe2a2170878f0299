import { string } from "../../common/property";
import { parseId } from "../lifecycle/parse-id";
import type { AwsResource } from "../lifecycle/resource";

export const rolePolicyAttachment: AwsResource<"iam"> = {
  type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  service: "iam",
  noun: "IAM Role Policy Attachment",
  properties: {
    policyArn: string({ required: true, replaces: true }),
    role: string({ required: true, replaces: true }),
  },
  outputs: [],

  async create({ client }, { role, policyArn }) {
    await client.attachRolePolicy({ RoleName: role, PolicyArn: policyArn });
    return `${role}/${policyArn}`;
  },

  async read({ client }, id) {
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

  async delete({ client }, id) {
    const { role, policyArn } = parse(id);
    await client.detachRolePolicy({ RoleName: role, PolicyArn: policyArn });
  },
};

const parse = (id: string) =>
  parseId<"role" | "policyArn">(
    id,
    "role policy attachment id",
    "role/policy-arn",
    /^(?<role>[^/]+)\/(?<policyArn>.*)$/s,
  );
