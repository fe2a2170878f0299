import {
  isOfGrant,
  namesInArn,
  namesOfSecret,
  type ResolvedReader,
  secretOfObject,
} from "eks-pod-secrets/grant";
import {
  type PolicyDocument,
  policyBudgets,
  policySize,
  type Statement,
  withoutReads,
} from "eks-pod-secrets/policy";
import { parse } from "yaml";
import { type HeldResources, heldOutputs } from "./held-resources";

type Reading = Pick<ResolvedReader, "cluster" | "grants" | "id" | "region" | "role" | "targetRole">;

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
  const { objects } = (spec as { parameters?: { objects?: unknown } })?.parameters ?? {};
  if (targetRole || typeof objects !== "string") return false;
  const mounted = (parse(objects) as { objectName: string }[]).flatMap(({ objectName }) =>
    namesInArn(secretOfObject(reader, objectName)),
  );
  const formers = grants.flatMap(({ kind, target }) =>
    kind === "secret" && target.former ? namesOfSecret(target.former) : [],
  );
  return formers.some((one) => mounted.includes(one));
}

/** A policy that allows as well what it allowed before, as far as AWS takes one of that size. */
export function withRights(policy: PolicyDocument, former: readonly Statement[]): PolicyDocument {
  const isNew = (one: Statement) =>
    !policy.Statement.some((other) => JSON.stringify(other) === JSON.stringify(one));
  const staying = former.filter(isNew).map((one) => ({ ...one, Sid: `Former${one.Sid}` }));
  const both = { ...policy, Statement: [...policy.Statement, ...staying] };
  return policySize("podRolePolicy", both) > policyBudgets.podRolePolicy.limit ? policy : both;
}
