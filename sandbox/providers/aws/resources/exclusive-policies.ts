import type { IAM } from "@aws-sdk/client-iam";

import { set, string } from "../../common/property";
import type { AwsResource, Inputs } from "../lifecycle/resource";
import { attachedPolicies, inlinePolicies } from "./policies-of-role";

/** The policies of one kind that a role has. */
interface Kind {
  type: string;
  noun: string;
  /** The property that names them. */
  property: "policyArns" | "policyNames";
  list(client: IAM, role: string): Promise<string[]>;
  add(client: IAM, RoleName: string, policy: string): Promise<unknown>;
  remove(client: IAM, RoleName: string, policy: string): Promise<unknown>;
}

/** The names of all inline policies of a role: others are removed. */
export const rolePoliciesExclusive = exclusive({
  type: "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive",
  noun: "IAM Role Policies Exclusive",
  property: "policyNames",
  list: inlinePolicies,
  // A policy that is not there is put without a document, which the provider's SDK refuses.
  add: async () => {
    throw new Error(
      "operation error IAM: PutRolePolicy, 1 validation error(s) found.\n- missing required field, PutRolePolicyInput.PolicyDocument.\n",
    );
  },
  remove: (client, RoleName, PolicyName) => client.deleteRolePolicy({ RoleName, PolicyName }),
});

/** The ARNs of all managed policies that are attached to a role: others are detached. */
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

    // The provider reads by the state, and leaves the id that it is given aside.
    async read({ client }, _id, { roleName }) {
      return { id: roleName, roleName, [property]: await list(client, roleName) };
    },

    async update({ client }, _id, { inputs }) {
      await synchronise(client, inputs);
    },

    // It forgets the role, whose policies stay.
    async delete() {},

    importId: (roleName) => ({ id: roleName, state: { roleName } }),
  };
}
