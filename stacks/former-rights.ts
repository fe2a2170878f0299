import { isOfGrant, type ResolvedReader } from "eks-pod-secrets/grant";
import {
  type PolicyDocument,
  policyBudgets,
  policySize,
  type Statement,
  withoutReads,
} from "eks-pod-secrets/policy";
import { type HeldResources, heldOutputs } from "./held-resources";

/**
 * What a role's policy allows now, where its association is to have another target role, or none: the policy changes before the
 * association does, so it has both until the stack's next run. Undefined where nothing of it is to stay. What is no longer granted
 * goes first.
 */
export function formerRights(
  { grants, id, role, targetRole }: Pick<ResolvedReader, "grants" | "id" | "role" | "targetRole">,
  held: HeldResources,
): Statement[] | undefined {
  const association = heldOutputs(
    held,
    "aws:eks/podIdentityAssociation:PodIdentityAssociation",
    `${id}-association`,
  );
  const rights = heldOutputs(held, "aws:iam/rolePolicy:RolePolicy", `${id}-policy`);
  if (association?.roleArn !== role.arn || typeof rights?.policy !== "string") return undefined;
  if ((association.targetRoleArn || undefined) === targetRole?.arn) return undefined;
  const isGranted = (arn: string) => grants.some((grant) => isOfGrant(arn, grant));
  return withoutReads(JSON.parse(rights.policy) as PolicyDocument, isGranted)?.Statement;
}

/** A policy that allows as well what it allowed before, as far as AWS takes one of that size. */
export function withRights(policy: PolicyDocument, former: readonly Statement[]): PolicyDocument {
  const isNew = (one: Statement) =>
    !policy.Statement.some((other) => JSON.stringify(other) === JSON.stringify(one));
  const staying = former.filter(isNew).map((one) => ({ ...one, Sid: `Former${one.Sid}` }));
  const both = { ...policy, Statement: [...policy.Statement, ...staying] };
  return policySize("podRolePolicy", both) > policyBudgets.podRolePolicy.limit ? policy : both;
}
