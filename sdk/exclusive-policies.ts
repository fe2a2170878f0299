import type { Role } from "@pulumi/aws/iam/role";
import { RolePoliciesExclusive } from "@pulumi/aws/iam/rolePoliciesExclusive";
import type { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { RolePolicyAttachmentsExclusive } from "@pulumi/aws/iam/rolePolicyAttachmentsExclusive";
import type { ComponentResource } from "@pulumi/pulumi";

/** Makes the policy the only one of its role: a deployment removes what somebody else puts in or attaches. */
export function exclusivePolicies(
  name: string,
  role: Role,
  policy: RolePolicy,
  parent: ComponentResource,
): void {
  const roleName = role.name;
  new RolePoliciesExclusive(
    `${name}-only-policy`,
    { roleName, policyNames: [policy.name] },
    { parent },
  );
  new RolePolicyAttachmentsExclusive(
    `${name}-no-attachments`,
    { roleName, policyArns: [] },
    { parent },
  );
}
