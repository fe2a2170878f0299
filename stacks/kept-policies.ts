import type { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import type { ResolvedReader, ResolvedRole } from "eks-pod-secrets/grant";
import { REVOKED } from "eks-pod-secrets/policy";

/**
 * The policies of `revoke` that a reader's role keeps; undefined where it has none, so that no empty list stands in the state.
 * Where the revocation is lifted, and the role was deleted since, it keeps none: a role that is made anew has no sessions from before.
 */
export function keptPolicies(
  kept: string[],
  role: ResolvedRole | undefined,
  provider: Provider,
): pulumi.Input<string[]> | undefined {
  if (kept.length === 0) return undefined;
  if (!role || kept.includes(REVOKED)) return kept;
  return pulumi
    .output(policiesOf(role.name, provider))
    .apply((found) => kept.filter((name) => found?.includes(name) ?? true));
}

/** What the role of a reader's pods keeps: policies of `revoke`, and those that the inventory keeps of an existing role. */
export function policiesThatStay(
  { keptPolicies: kept = [], role }: ResolvedReader,
  revoked: string[],
  provider: Provider,
): { keptPolicyNames?: pulumi.Input<string[]>; keptPolicyArns?: string[] } {
  const names = kept.flatMap(({ name }) => name ?? []);
  const arns = kept.flatMap(({ arn }) => arn ?? []);
  const ofRevoke = keptPolicies(revoked, role, provider);
  const all = pulumi.output(ofRevoke ?? []).apply((some) => [...some, ...names]);
  return {
    keptPolicyNames: names.length > 0 ? all : ofRevoke,
    ...(arns.length > 0 && { keptPolicyArns: arns }),
  };
}

/** Names of a role's policies, of which one that is not there has none; undefined where they cannot be asked for. */
async function policiesOf(roleName: string, provider: Provider): Promise<string[] | undefined> {
  try {
    // Versions of @pulumi/aws that do not have it leave the names as they are.
    const { getRolePolicies } = await import("@pulumi/aws/iam/getRolePolicies.js");
    return (await getRolePolicies({ roleName }, { provider })).policyNames;
  } catch (error) {
    return error instanceof Error && /NoSuchEntity|cannot be found/.test(error.message)
      ? []
      : undefined;
  }
}
