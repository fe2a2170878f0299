import type { IAM } from "@aws-sdk/client-iam";

import { uniqueSuffix } from "../../common/autoname";
import { between, boolean, json, number, refused, string } from "../../common/property";
import { samePolicy } from "../lifecycle/policy-equivalence";
import type { AwsResource } from "../lifecycle/resource";
import { tagList, tagsFrom } from "../lifecycle/tags";

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
    assumeRolePolicy: json({ required: true, same: samePolicy }),
    description: string(),
    forceDetachPolicies: boolean({ default: false, unread: true }),
    inlinePolicies: refused("it is deprecated, use aws.iam.RolePolicy"),
    managedPolicyArns: refused("it is deprecated, use aws.iam.RolePolicyAttachment"),
    maxSessionDuration: number({ default: 3600, problem: between(3600, 43200) }),
    name: string({ computed: true, replaces: true }),
    namePrefix: string({ replaces: true, unread: true }),
    path: string({ default: "/", replaces: true }),
    permissionsBoundary: string(),
  },
  outputs: ["arn", "createDate", "uniqueId"],

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
      id: found.RoleName,
      name: found.RoleName,
      arn: found.Arn,
      uniqueId: found.RoleId,
      createDate: found.CreateDate?.toISOString(),
      path: found.Path,
      description: found.Description ?? "",
      maxSessionDuration: found.MaxSessionDuration,
      permissionsBoundary: found.PermissionsBoundary?.PermissionsBoundaryArn ?? "",
      assumeRolePolicy: decodeURIComponent(found.AssumeRolePolicyDocument ?? ""),
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
    if (state.forceDetachPolicies) await detachPolicies(client, id);
    await client.deleteRole({ RoleName: id });
  },
};

async function detachPolicies(client: IAM, RoleName: string): Promise<void> {
  const { AttachedPolicies = [] } = await client.listAttachedRolePolicies({ RoleName });
  for (const { PolicyArn } of AttachedPolicies) {
    await client.detachRolePolicy({ RoleName, PolicyArn });
  }
  const { PolicyNames = [] } = await client.listRolePolicies({ RoleName });
  for (const PolicyName of PolicyNames) await client.deleteRolePolicy({ RoleName, PolicyName });
}
