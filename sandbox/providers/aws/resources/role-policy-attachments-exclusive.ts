import type { IAM } from "@aws-sdk/client-iam";

import { set, string } from "../../common/property";
import type { AwsResource, Inputs } from "../lifecycle/resource";

/** The ARNs of all managed policies that are attached to a role: others are detached. */
export const rolePolicyAttachmentsExclusive: AwsResource<"iam"> = {
  type: "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
  service: "iam",
  noun: "IAM Role Policy Attachments Exclusive",
  properties: {
    policyArns: set(string(), { required: true }),
    roleName: string({ required: true, replaces: true }),
  },
  outputs: [],

  async create({ client }, inputs) {
    await synchronise(client, inputs);
    return inputs.roleName;
  },

  // The provider reads by the state, and leaves the id that it is given aside.
  async read({ client }, _id, { roleName }) {
    return { id: roleName, roleName, policyArns: await attachedPolicies(client, roleName) };
  },

  async update({ client }, _id, { inputs }) {
    await synchronise(client, inputs);
  },

  // It forgets the role, whose policies stay.
  async delete() {},

  importId: (roleName) => ({ id: roleName, state: { roleName } }),
};

async function synchronise(client: IAM, { policyArns, roleName }: Inputs): Promise<void> {
  const wanted: string[] = policyArns;
  const found = await attachedPolicies(client, roleName);
  for (const PolicyArn of wanted.filter((arn) => !found.includes(arn))) {
    await client.attachRolePolicy({ RoleName: roleName, PolicyArn });
  }
  for (const PolicyArn of found.filter((arn) => !wanted.includes(arn))) {
    await client.detachRolePolicy({ RoleName: roleName, PolicyArn });
  }
}

async function attachedPolicies(client: IAM, RoleName: string): Promise<string[]> {
  const arns: string[] = [];
  for (let Marker: string | undefined; ; ) {
    const page = await client.listAttachedRolePolicies({ RoleName, ...(Marker ? { Marker } : {}) });
    arns.push(...(page.AttachedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []));
    Marker = page.IsTruncated ? page.Marker : undefined;
    if (!Marker) return arns;
  }
}
