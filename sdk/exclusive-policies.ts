import type { Role } from "@pulumi/aws/iam/role";
import { RolePoliciesExclusive } from "@pulumi/aws/iam/rolePoliciesExclusive";
import type { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { RolePolicyAttachmentsExclusive } from "@pulumi/aws/iam/rolePolicyAttachmentsExclusive";
import { all, type ComponentResource, type Input } from "@pulumi/pulumi";

/**
 * Makes the policy the only one of its role, beside those whose names are kept: a deployment removes what somebody else puts in or
 * attaches.
 */
export function exclusivePolicies(
  name: string,
  role: Role,
  policy: RolePolicy,
  parent: ComponentResource,
  kept: Input<Input<string>[]> = [],
): void {
  const roleName = role.name;
  new RolePoliciesExclusive(
    `${name}-only-policy`,
    {
      roleName,
      policyNames: all([policy.name, kept]).apply(([own, names]) => [...names, own].sort()),
    },
    { parent },
  );
  new RolePolicyAttachmentsExclusive(
    `${name}-no-attachments`,
    { roleName, policyArns: [] },
    { parent },
  );
}
