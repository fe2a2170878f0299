import { Role } from "@pulumi/aws/iam/role";
import { RolePoliciesExclusive } from "@pulumi/aws/iam/rolePoliciesExclusive";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { RolePolicyAttachmentsExclusive } from "@pulumi/aws/iam/rolePolicyAttachmentsExclusive";
import { all, type ComponentResource, type Input, type Output } from "@pulumi/pulumi";
import { refuseAbsentPolicies } from "./argument-checks/kept-values";
import type { RoleArgs } from "./argument-types/pod-secret-args";
import { OWN_POLICY_NAME } from "./defaults";

interface GrantedRoleArgs extends RoleArgs {
  tags?: Input<Record<string, Input<string>>>;
}

interface GrantedRole {
  role: Role;
  policy: RolePolicy;
}

/**
 * Creates a role with one policy. Only kept policies may exist beside it: a deployment removes anything else that somebody adds or
 * attaches. Trust and policy are JSON. A role that replaces another is created first. AWS's provider would delete a named role
 * first, and pods would be shut out.
 */
export function grantedRole(
  name: string,
  { keptPolicyArns, keptPolicyNames, permissionsBoundary, rolePath, tags }: GrantedRoleArgs,
  made: { name: Input<string>; trust: Output<string>; policy: Output<string> },
  parent: ComponentResource,
): GrantedRole {
  const role = new Role(
    `${name}-role`,
    {
      name: made.name,
      path: rolePath,
      assumeRolePolicy: made.trust,
      permissionsBoundary,
      // Something that somebody attached must not prevent the role, and with it the access, from being deleted.
      forceDetachPolicies: true,
      tags,
    },
    { parent, deleteBeforeReplace: false },
  );
  const policy = new RolePolicy(
    `${name}-policy`,
    { name: OWN_POLICY_NAME, role: role.name, policy: made.policy },
    { parent, deleteBeforeReplace: false },
  );
  const names = all([policy.name, keptPolicyNames]);
  new RolePoliciesExclusive(
    `${name}-only-policy`,
    {
      roleName: role.name,
      policyNames: names.apply(([own, kept]) => [...(kept ?? []), own].sort()),
    },
    {
      parent,
      ...(keptPolicyNames && { hooks: refuseAbsentPolicies(name, parent, OWN_POLICY_NAME) }),
    },
  );
  new RolePolicyAttachmentsExclusive(
    `${name}-no-attachments`,
    { roleName: role.name, policyArns: keptPolicyArns ?? [] },
    { parent },
  );
  return { role, policy };
}
