import {
  type IAM,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from "@aws-sdk/client-iam";
import { prefixOf, uniqueSuffix } from "../../common/autoname";
import { set, string } from "../../common/values";
import { rolePolicyDocument } from "../lifecycle/policy-document";
import {
  type AwsResource,
  arn,
  IAM_NAME,
  type Inputs,
  nameWithin,
  parseId,
} from "../lifecycle/resource";

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

interface Kind {
  type: string;
  noun: string;
  property: "policyArns" | "policyNames";
  list(client: IAM, role: string): Promise<string[]>;
  add(client: IAM, RoleName: string, policy: string): Promise<unknown>;
  remove(client: IAM, RoleName: string, policy: string): Promise<unknown>;
}

/** The names of all inline policies of a role. Others are removed. */
export const rolePoliciesExclusive = exclusive({
  type: "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive",
  noun: "IAM Role Policies Exclusive",
  property: "policyNames",
  list: inlinePolicies,
  // A missing policy is put without a document, which the provider's SDK refuses.
  add: async () => {
    throw new Error(
      "operation error IAM: PutRolePolicy, 1 validation error(s) found.\n- missing required field, PutRolePolicyInput.PolicyDocument.\n",
    );
  },
  remove: (client, RoleName, PolicyName) => client.deleteRolePolicy({ RoleName, PolicyName }),
});

/** The ARNs of all managed policies attached to a role. Others are detached. */
export const rolePolicyAttachmentsExclusive = exclusive({
  type: "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
  noun: "IAM Role Policy Attachments Exclusive",
  property: "policyArns",
  list: attachedPolicies,
  add: (client, RoleName, PolicyArn) => client.attachRolePolicy({ RoleName, PolicyArn }),
  remove: (client, RoleName, PolicyArn) => client.detachRolePolicy({ RoleName, PolicyArn }),
});

function exclusive({ add, list, noun, property, remove, type }: Kind): AwsResource<"iam"> {
  async function synchronise(client: IAM, inputs: Inputs): Promise<void> {
    const role: string = inputs.roleName;
    const wanted: string[] = inputs[property];
    const found = await list(client, role);
    for (const one of wanted.filter((name) => !found.includes(name))) await add(client, role, one);
    for (const one of found.filter((name) => !wanted.includes(name))) {
      await remove(client, role, one);
    }
  }

  return {
    type,
    service: "iam",
    noun,
    properties: {
      [property]: set(string(), { required: true }),
      roleName: string({ required: true, replaces: true }),
    },
    outputs: [],
    stateAsAsked: true,

    async create({ client }, inputs) {
      await synchronise(client, inputs);
      return inputs.roleName;
    },

    // The provider reads by the state and ignores the given ID.
    async read({ client }, _id, { roleName }) {
      return { id: roleName, roleName, [property]: await list(client, roleName) };
    },

    async update({ client }, _id, { inputs }) {
      await synchronise(client, inputs);
    },

    // It forgets the role, and the role's policies stay.
    async delete() {},

    importId: (roleName) => ({ id: roleName, state: { roleName } }),
  };
}

export async function inlinePolicies(client: IAM, RoleName: string): Promise<string[]> {
  const names: string[] = [];
  for await (const page of paginateListRolePolicies({ client }, { RoleName })) {
    names.push(...(page.PolicyNames ?? []));
  }
  return names;
}

export async function attachedPolicies(client: IAM, RoleName: string): Promise<string[]> {
  const arns: string[] = [];
  for await (const page of paginateListAttachedRolePolicies({ client }, { RoleName })) {
    arns.push(...(page.AttachedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []));
  }
  return arns;
}
