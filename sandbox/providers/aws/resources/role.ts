import type { IAM } from "@aws-sdk/client-iam";
import { prefixOf, uniqueSuffix } from "../../common/autoname";
import { between, boolean, camelCased, number, pick, refused, string } from "../../common/values";
import { orGone, retried } from "../account/errors";
import { policyDocument } from "../lifecycle/policy-document";
import {
  type AwsResource,
  arn,
  IAM_NAME,
  type Inputs,
  nameWithin,
  tagList,
  tagsFrom,
} from "../lifecycle/resource";
import { attachedPolicies, inlinePolicies } from "./role-policies";

export const role: AwsResource<"iam"> = {
  type: "aws:iam/role:Role",
  service: "iam",
  noun: "IAM Role",
  tagging: {
    tag: ({ client }, RoleName, tags) => client.tagRole({ RoleName, Tags: tagList(tags) }),
    untag: ({ client }, RoleName, TagKeys) => client.untagRole({ RoleName, TagKeys }),
  },
  autoname: { maxLength: 64 },
  properties: {
    assumeRolePolicy: policyDocument({ required: true }),
    description: string(),
    forceDetachPolicies: boolean({ default: false, unread: true }),
    inlinePolicies: refused("it is deprecated, use aws.iam.RolePolicy", { computed: true }),
    managedPolicyArns: refused("it is deprecated, use aws.iam.RolePolicyAttachment", {
      computed: true,
    }),
    maxSessionDuration: number({ default: 3600, problem: between(3600, 43200) }),
    name: string({ computed: true, replaces: true, problem: nameWithin(64, IAM_NAME) }),
    namePrefix: string({ computed: true, replaces: true, problem: nameWithin(38, IAM_NAME) }),
    path: string({ default: "/", replaces: true }),
    permissionsBoundary: string({ problem: arn }),
  },
  outputs: ["arn", "createDate", "uniqueId"],
  retries: [{ name: "MalformedPolicyDocumentException", says: "Invalid principal in policy" }],

  async create({ client }, inputs) {
    const { Role } = await client.createRole({
      RoleName: inputs.name ?? `${inputs.namePrefix}${uniqueSuffix()}`,
      AssumeRolePolicyDocument: inputs.assumeRolePolicy,
      Description: inputs.description,
      MaxSessionDuration: inputs.maxSessionDuration,
      Path: inputs.path,
      PermissionsBoundary: inputs.permissionsBoundary,
      Tags: tagList(inputs.tags),
    });
    return Role?.RoleName as string;
  },

  async read({ client }, id) {
    const { Role: found } = await client.getRole({ RoleName: id });
    if (!found) return undefined;
    return {
      ...pick(camelCased(found), "arn", "createDate", "description", "maxSessionDuration", "path"),
      id: found.RoleName,
      name: found.RoleName,
      namePrefix: prefixOf(found.RoleName),
      uniqueId: found.RoleId,
      permissionsBoundary: found.PermissionsBoundary?.PermissionsBoundaryArn,
      assumeRolePolicy: decodeURIComponent(found.AssumeRolePolicyDocument ?? ""),
      inlinePolicies: await withDocuments(client, id, await inlinePolicies(client, id)),
      managedPolicyArns: await attachedPolicies(client, id),
      tags: tagsFrom(found.Tags),
    };
  },

  async update({ client }, id, { inputs, changed }) {
    if (changed("assumeRolePolicy")) {
      await client.updateAssumeRolePolicy({
        RoleName: id,
        PolicyDocument: inputs.assumeRolePolicy,
      });
    }
    if (changed("description", "maxSessionDuration")) {
      await client.updateRole({
        RoleName: id,
        Description: inputs.description ?? "",
        MaxSessionDuration: inputs.maxSessionDuration,
      });
    }
    if (changed("permissionsBoundary")) {
      await (inputs.permissionsBoundary
        ? client.putRolePermissionsBoundary({
            RoleName: id,
            PermissionsBoundary: inputs.permissionsBoundary,
          })
        : client.deleteRolePermissionsBoundary({ RoleName: id }));
    }
  },

  async delete({ client }, id, state) {
    // The provider removes the role from its instance profiles. The sandbox has none.
    await orGone(client.listInstanceProfilesForRole({ RoleName: id }));
    await removePolicies(client, id, state);
    await retried([{ name: "DeleteConflictException" }], () => client.deleteRole({ RoleName: id }));
  },
};

/** Removes policies of each kind that the state knows. Without `forceDetachPolicies` other kinds stay. */
async function removePolicies(client: IAM, RoleName: string, state: Inputs): Promise<void> {
  const { forceDetachPolicies, inlinePolicies: inline = [], managedPolicyArns = [] } = state;
  if (forceDetachPolicies || managedPolicyArns.length > 0) {
    for (const PolicyArn of (await orGone(attachedPolicies(client, RoleName))) ?? []) {
      await orGone(client.detachRolePolicy({ RoleName, PolicyArn }));
    }
  }
  if (forceDetachPolicies || inline.length > 0) {
    for (const PolicyName of (await orGone(inlinePolicies(client, RoleName))) ?? []) {
      await orGone(client.deleteRolePolicy({ RoleName, PolicyName }));
    }
  }
}

async function withDocuments(client: IAM, RoleName: string, names: string[]) {
  const policies: { name: string; policy: string }[] = [];
  for (const name of names) {
    const { PolicyDocument = "" } = await client.getRolePolicy({ RoleName, PolicyName: name });
    policies.push({ name, policy: decodeURIComponent(PolicyDocument) });
  }
  return policies;
}
