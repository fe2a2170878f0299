import { string } from "../../common/property";
import { prefixOf, uniqueSuffix } from "../../common/unique-suffix";
import { parseId } from "../lifecycle/parse-id";
import { rolePolicyDocument } from "../lifecycle/policy-document";
import type { AwsResource } from "../lifecycle/resource";
import { IAM_NAME, nameWithin } from "../lifecycle/validation";

export const rolePolicy: AwsResource<"iam"> = {
  type: "aws:iam/rolePolicy:RolePolicy",
  service: "iam",
  noun: "IAM Role Policy",
  autoname: { maxLength: 255 },
  properties: {
    name: string({ computed: true, replaces: true, problem: nameWithin(128, IAM_NAME) }),
    namePrefix: string({ computed: true, replaces: true, problem: nameWithin(102, IAM_NAME) }),
    policy: rolePolicyDocument({ required: true }),
    role: string({ required: true, replaces: true, problem: nameWithin(64, IAM_NAME) }),
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
    const policy = decodeURIComponent(found.PolicyDocument ?? "");
    return { id, role, name, namePrefix: prefixOf(name), policy };
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
