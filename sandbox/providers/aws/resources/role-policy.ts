import { uniqueSuffix } from "../../common/autoname";
import { json, string } from "../../common/property";
import { parseId } from "../lifecycle/parse-id";
import { samePolicy } from "../lifecycle/policy-equivalence";
import type { AwsResource } from "../lifecycle/resource";

export const rolePolicy: AwsResource<"iam"> = {
  type: "aws:iam/rolePolicy:RolePolicy",
  service: "iam",
  noun: "IAM Role Policy",
  autoname: { maxLength: 128 },
  properties: {
    name: string({ computed: true, replaces: true }),
    namePrefix: string({ replaces: true, unread: true }),
    policy: json({ required: true, same: samePolicy }),
    role: string({ required: true, replaces: true }),
  },
  outputs: [],

  async create({ client }, inputs) {
    const PolicyName: string = inputs.name ?? `${inputs.namePrefix}${uniqueSuffix()}`;
    await client.putRolePolicy({
      RoleName: inputs.role,
      PolicyName,
      PolicyDocument: inputs.policy,
    });
    return `${inputs.role}:${PolicyName}`;
  },

  async read({ client }, id) {
    const { role, name } = parse(id);
    const found = await client.getRolePolicy({ RoleName: role, PolicyName: name });
    return { id, role, name, policy: decodeURIComponent(found.PolicyDocument ?? "") };
  },

  async update({ client }, id, { inputs }) {
    const { role, name } = parse(id);
    await client.putRolePolicy({ RoleName: role, PolicyName: name, PolicyDocument: inputs.policy });
  },

  async delete({ client }, id) {
    const { role, name } = parse(id);
    await client.deleteRolePolicy({ RoleName: role, PolicyName: name });
  },
};

const parse = (id: string) =>
  parseId<"role" | "name">(id, "role policy id", "role:name", /^(?<role>[^:]+):(?<name>[^:]+)/);
