import {
  type IAM,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from "@aws-sdk/client-iam";

/** The names of a role's inline policies. */
export async function inlinePolicies(client: IAM, RoleName: string): Promise<string[]> {
  const names: string[] = [];
  for await (const page of paginateListRolePolicies({ client }, { RoleName })) {
    names.push(...(page.PolicyNames ?? []));
  }
  return names;
}

/** The ARNs of the managed policies that are attached to a role. */
export async function attachedPolicies(client: IAM, RoleName: string): Promise<string[]> {
  const arns: string[] = [];
  for await (const page of paginateListAttachedRolePolicies({ client }, { RoleName })) {
    arns.push(...(page.AttachedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []));
  }
  return arns;
}
