import { isObjectOf, isOfGrant, parseArn, type ResolvedReader } from "eks-pod-secrets/grant";
import { mountedObjects } from "eks-pod-secrets/manifest";
import {
  type PolicyDocument,
  policyBudgets,
  policySize,
  type Statement,
  withoutReads,
} from "eks-pod-secrets/policy";
import { type HeldResources, heldOutputs } from "./held-resources";

type Reading = Pick<ResolvedReader, "cluster" | "grants" | "id" | "role" | "targetRole">;

/**
 * What a role's policy allows now, where its association is to have another target role, or none, or its pods are to mount the secret
 * that takes another's place: the policy changes before these do, so it has both until the stack's next run. Undefined where nothing
 * of it is to stay. What is no longer granted goes first.
 */
export function formerRights(reader: Reading, held: HeldResources): Statement[] | undefined {
  const { grants, id } = reader;
  const rights = heldOutputs(held, "aws:iam/rolePolicy:RolePolicy", `${id}-policy`);
  if (typeof rights?.policy !== "string") return undefined;
  if (!readsAsAnother(reader, held) && !mountsFormer(reader, held)) return undefined;
  const isGranted = (arn: string) => grants.some((grant) => isOfGrant(arn, grant));
  return withoutReads(JSON.parse(rights.policy) as PolicyDocument, isGranted)?.Statement;
}

/** Whether the association of a role has another target role, or none. */
function readsAsAnother({ id, role, targetRole }: Reading, held: HeldResources): boolean {
  const association = heldOutputs(
    held,
    "aws:eks/podIdentityAssociation:PodIdentityAssociation",
    `${id}-association`,
  );
  if (association?.roleArn !== role.arn) return false;
  return (association.targetRoleArn || undefined) !== targetRole?.arn;
}

const CLASS = "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass";

/** Whether pods still mount, as their own role, a secret whose place another one takes. */
function mountsFormer(reader: Reading, held: HeldResources): boolean {
  const { grants, id, targetRole } = reader;
  const { spec } = heldOutputs(held, CLASS, `${id}-provider-class`) ?? {};
  const { objects, region = "" } =
    (spec as { parameters?: Record<string, string> })?.parameters ?? {};
  const mounted = targetRole ? [] : mountedObjects(objects);
  return grants.some(({ kind, regions, target }) => {
    if (kind !== "secret" || !target.former) return false;
    const { account, former, name } = target;
    // Both may have one name, in two regions.
    const isNew = (objectName: string) =>
      isObjectOf(objectName, { account, name }, reader) &&
      regions.includes(parseArn(objectName)?.region ?? region);
    return mounted.some(
      ({ objectName }) => isObjectOf(objectName, former, reader) && !isNew(objectName),
    );
  });
}

/** A policy that allows as well what it allowed before, as far as AWS takes one of that size. */
export function withRights(policy: PolicyDocument, former: readonly Statement[]): PolicyDocument {
  const sidsOf = (all: readonly Statement[]) => new Set(all.map(({ Sid }) => Sid));
  const [now, before] = [sidsOf(policy.Statement), sidsOf(former)];
  // Those that stayed in a run before have theirs already: another one each time would change the policy with each run.
  const freeSid = ({ Sid }: Statement) => {
    let free = Sid;
    while (now.has(free) || (free !== Sid && before.has(free))) free = `Former${free}`;
    return free;
  };
  const isNew = (one: Statement) =>
    !policy.Statement.some((other) => JSON.stringify(other) === JSON.stringify(one));
  const staying = former.filter(isNew).map((one) => ({ ...one, Sid: freeSid(one) }));
  const both = { ...policy, Statement: [...policy.Statement, ...staying] };
  return policySize("podRolePolicy", both) > policyBudgets.podRolePolicy.limit ? policy : both;
}
