import type { IAM } from "@aws-sdk/client-iam";

import { set, string } from "../../common/property";
import type { AwsResource, Inputs } from "../lifecycle/resource";

/** The names of all inline policies of a role: others are removed. */
export const rolePoliciesExclusive: AwsResource<"iam"> = {
  type: "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive",
  service: "iam",
  noun: "IAM Role Policies Exclusive",
  properties: {
    policyNames: set(string(), { required: true }),
    roleName: string({ required: true, replaces: true }),
  },
  outputs: [],

  async create({ client }, inputs) {
    await synchronise(client, inputs);
    return inputs.roleName;
  },

  // The provider reads by the state, and leaves the id that it is given aside.
  async read({ client }, _id, { roleName }) {
    return { id: roleName, roleName, policyNames: await inlinePolicies(client, roleName) };
  },

  async update({ client }, _id, { inputs }) {
    await synchronise(client, inputs);
  },

  // It forgets the role, whose policies stay.
  async delete() {},

  importId: (roleName) => ({ id: roleName, state: { roleName } }),
};

/** A policy that is named and not there would be put without a document, which IAM refuses. */
async function synchronise(client: IAM, { policyNames, roleName }: Inputs): Promise<void> {
  const wanted: string[] = policyNames;
  const found = await inlinePolicies(client, roleName);
  for (const PolicyName of wanted.filter((name) => !found.includes(name))) {
    await client.putRolePolicy({ RoleName: roleName, PolicyName, PolicyDocument: undefined });
  }
  for (const PolicyName of found.filter((name) => !wanted.includes(name))) {
    await client.deleteRolePolicy({ RoleName: roleName, PolicyName });
  }
}

async function inlinePolicies(client: IAM, RoleName: string): Promise<string[]> {
  const names: string[] = [];
  for (let Marker: string | undefined; ; ) {
    const page = await client.listRolePolicies({ RoleName, ...(Marker ? { Marker } : {}) });
    names.push(...(page.PolicyNames ?? []));
    Marker = page.IsTruncated ? page.Marker : undefined;
    if (!Marker) return names;
  }
}
