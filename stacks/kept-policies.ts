import type { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import type { ResolvedReader, ResolvedRole } from "eks-pod-secrets/grant";
import { REVOKED } from "eks-pod-secrets/policy";

/**
 * The policies of `revoke` that a reader's role keeps. Undefined rather than an empty list, which would appear in the state. If the
 * revocation was lifted and the role has been deleted since, it keeps none: a new role has no earlier sessions.
 */
export function keptPolicies(
  kept: string[],
  role: ResolvedRole | undefined,
  provider: Provider,
): pulumi.Input<string[]> | undefined {
  if (kept.length === 0) return undefined;
  if (!role || kept.includes(REVOKED)) return kept;
  const names = pulumi.output(policiesOf(role.name, provider)).apply((found) => {
    const there = kept.filter((name) => found?.includes(name) ?? true);
    return there.length > 0 ? there : undefined;
  });
  // The engine leaves an output without a value out.
  return names as pulumi.Output<string[]>;
}

/** The policies that a reader's role keeps: those of `revoke`, and those that the inventory keeps for an existing role. */
export function policiesThatStay(
  { keptPolicies: kept = [], role }: ResolvedReader,
  revoked: string[],
  provider: Provider,
): { keptPolicyNames?: pulumi.Input<string[]>; keptPolicyArns?: string[] } {
  const names = kept.flatMap(({ name }) => name ?? []);
  const arns = kept.flatMap(({ arn }) => arn ?? []);
  const ofRevoke = keptPolicies(revoked, role, provider);
  const all = pulumi.output(ofRevoke).apply((some) => [...(some ?? []), ...names]);
  return {
    keptPolicyNames: names.length > 0 ? all : ofRevoke,
    ...(arns.length > 0 && { keptPolicyArns: arns }),
  };
}

/** The names of a role's policies; empty if the role does not exist, undefined if AWS cannot be asked. */
async function policiesOf(roleName: string, provider: Provider): Promise<string[] | undefined> {
  try {
    // With versions of @pulumi/aws that lack it, the names stay as they are.
    const { getRolePolicies } = await import("@pulumi/aws/iam/getRolePolicies.js");
    return (await getRolePolicies({ roleName }, { provider })).policyNames;
  } catch (error) {
    return error instanceof Error && /NoSuchEntity|cannot be found/.test(error.message)
      ? []
      : undefined;
  }
}
