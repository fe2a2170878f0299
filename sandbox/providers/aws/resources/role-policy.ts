import { uniqueSuffix } from "../../common/autoname";
import { json, string } from "../../common/property";
import { samePolicy } from "../lifecycle/policy-equivalence";
import type { AwsResource } from "../lifecycle/resource";

export const rolePolicy: AwsResource = {
  type: "aws:iam/rolePolicy:RolePolicy",
  noun: "IAM Role Policy",
  autoname: { maxLength: 128 },
  properties: {
    name: string({ computed: true, replaces: true }),
    namePrefix: string({ replaces: true, unread: true }),
    policy: json({ required: true, same: samePolicy }),
    role: string({ required: true, replaces: true }),
  },
  outputs: [],

  async create({ account }, inputs) {
    const client = await account.iam();
    const PolicyName: string = inputs.name ?? `${inputs.namePrefix}${uniqueSuffix()}`;
    await client.putRolePolicy({
      RoleName: inputs.role,
      PolicyName,
      PolicyDocument: inputs.policy,
    });
    return `${inputs.role}:${PolicyName}`;
  },

  async read({ account }, id) {
    const client = await account.iam();
    const { role, name } = parse(id);
    const found = await client.getRolePolicy({ RoleName: role, PolicyName: name });
    return { id, role, name, policy: decodeURIComponent(found.PolicyDocument ?? "") };
  },

  async update({ account }, id, { inputs }) {
    const client = await account.iam();
    const { role, name } = parse(id);
    await client.putRolePolicy({ RoleName: role, PolicyName: name, PolicyDocument: inputs.policy });
  },

  async delete({ account }, id) {
    const client = await account.iam();
    const { role, name } = parse(id);
    await client.deleteRolePolicy({ RoleName: role, PolicyName: name });
  },
};

function parse(id: string): { role: string; name: string } {
  const [role, name] = id.split(":");
  if (!role || !name) throw new Error(`role policy id must be of the form role:name, got ${id}`);
  return { role, name };
}
