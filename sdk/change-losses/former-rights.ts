import { plannedArns } from "../access/landing-zone/landing-zone-documents";
import {
  formerSecret,
  isObjectOf,
  isOfGrant,
  isSuccessor,
  parseArn,
  type ResolvedReader,
  type ResolvedSecret,
  regionsOf,
} from "../grant";
import { grantedObjects } from "../manifest/granted-objects";
import { mountedObjects } from "../manifest/mounted-object";
import {
  type AssignedArns,
  isSaid,
  type PolicyDocument,
  podRoleAssumePolicy,
  podRolePolicy,
  podRolePolicyInput,
  policyBudgets,
  policySize,
  type Statement,
  secretArnIn,
  withoutReads,
} from "../policy";
import { type DeployedValues, secretPlace } from "./deployed-values";

type Reading = Pick<
  ResolvedReader,
  "cluster" | "failoverRegion" | "grants" | "id" | "region" | "role" | "targetRole"
>;

/** How a reader's pods read before a change. */
export interface ReadingBefore {
  /** The role of the reader's association. Absent for a reader without one. */
  roleArn?: unknown;
  targetRoleArn?: unknown;
  /** What the reader's own role may do. */
  policy(): PolicyDocument | undefined;
  /** The regions in which its SecretProviderClass reads. */
  regions: readonly string[];
  /** The objects in its SecretProviderClass. */
  mounted(): readonly { objectName: string }[];
}

/** Outputs of the resource of this type and name in a stack. */
type OutputsOf = (type: string, name: string) => Record<string, unknown> | undefined;

/** How a reader's pods read, from the stack that holds its workloads. */
export function readingHeld(id: string, outputsOf: OutputsOf): ReadingBefore {
  const association = outputsOf(
    "aws:eks/podIdentityAssociation:PodIdentityAssociation",
    `${id}-association`,
  );
  const CLASS = "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass";
  const { spec } = outputsOf(CLASS, `${id}-provider-class`) ?? {};
  const { failoverRegion, objects, region } =
    (spec as { parameters?: Record<string, string> })?.parameters ?? {};
  return {
    roleArn: association?.roleArn,
    targetRoleArn: association?.targetRoleArn,
    policy: () => {
      const { policy } = outputsOf("aws:iam/rolePolicy:RolePolicy", `${id}-policy`) ?? {};
      return typeof policy === "string" ? JSON.parse(policy) : undefined;
    },
    regions: [region, failoverRegion].flatMap((one) => one ?? []),
    mounted: () => mountedObjects(objects),
  };
}

/** How a reader's pods read, from an inventory. */
export function readingDeclared(reader: ResolvedReader): ReadingBefore {
  return {
    roleArn: reader.identity === "irsa" ? undefined : reader.role.arn,
    targetRoleArn: reader.targetRole?.arn,
    policy: () => ownRights(reader, plannedArns),
    regions: regionsOf(reader),
    mounted: () =>
      grantedObjects(reader, (secret, where) => secretArnIn(where, plannedArns.secretArn(secret))),
  };
}

/**
/**
 * The rights that a role's policy keeps until the stack's next run. The policy is updated first. The association with another
 * target role (or none), and the mount of a secret that replaces another or of another region, come after it. Undefined if nothing
 * is to stay. Rights that are no longer granted are removed first.
 */
export function formerRights(reader: Reading, before: ReadingBefore): Statement[] | undefined {
  const isOpen = () => !reader.targetRole && mountedOtherwise(reader, before).length > 0;
  if (!readsAsAnother(reader, before) && !isOpen()) return undefined;
  const policy = before.policy();
  const isGranted = (arn: string) => reader.grants.some((grant) => isOfGrant(arn, grant));
  return policy && withoutReads(policy, isGranted)?.Statement;
}

/** Whether the association changes its target role, or loses it. */
function readsAsAnother(
  { role, targetRole }: Reading,
  { roleArn, targetRoleArn }: ReadingBefore,
): boolean {
  return roleArn === role.arn && (targetRoleArn || undefined) !== targetRole?.arn;
}

/** The secrets that pods still mount under a former name or in a former region of their reader, with these regions. */
function mountedOtherwise(
  { cluster, grants, ...reader }: Reading,
  before: ReadingBefore,
): { target: ResolvedSecret; places: string[] }[] {
  const now = regionsOf(reader);
  const isElsewhere = before.regions.some((one) => !now.includes(one));
  const changed = grants.flatMap(({ kind, target }) =>
    kind === "secret" && (isElsewhere || target.former) ? [target] : [],
  );
  const objects = changed.length > 0 ? before.mounted() : [];
  const [region = "", ...failover] = before.regions;
  return changed.flatMap((target) => {
    const { former: _, ...itself } = target;
    const places = objects.flatMap(({ objectName }) => {
      // The old and the new secret may have the same name, in two regions.
      const read = [parseArn(objectName)?.region ?? region, ...failover];
      const isNew = isObjectOf(objectName, itself, { cluster });
      return isObjectOf(objectName, target, { cluster })
        ? read.filter((one) => !isNew || !now.includes(one))
        : [];
    });
    return places.length > 0 ? [{ target, places }] : [];
  });
}

/** What a reader's own role may do. */
function ownRights(reader: ResolvedReader, arns: AssignedArns): PolicyDocument {
  return reader.targetRole
    ? podRoleAssumePolicy(reader.targetRole.arn)
    : podRolePolicy(podRolePolicyInput(reader, arns));
}

/** The policy with the former rights added. If that would exceed AWS's limit, the policy alone; `refusedMeanwhile` then says so. */
export function withRights(policy: PolicyDocument, former: readonly Statement[]): PolicyDocument {
  const both = joined(policy, former);
  return exceeds(both) ? policy : both;
}

function exceeds(policy: PolicyDocument): boolean {
  return policySize("podRolePolicy", policy) > policyBudgets.podRolePolicy.limit;
}

/** Adds the former rights that the policy does not already give. */
function joined(policy: PolicyDocument, former: readonly Statement[]): PolicyDocument {
  const sidsOf = (all: readonly Statement[]) => new Set(all.map(({ Sid }) => Sid));
  const [now, before] = [sidsOf(policy.Statement), sidsOf(former)];
  // Statements kept by an earlier run already have their Sids. Other Sids each time would change the policy in every run.
  const freeSid = ({ Sid }: Statement) => {
    let free = Sid;
    while (now.has(free) || (free !== Sid && before.has(free))) free = `Former${free}`;
    return free;
  };
  const staying = former
    .flatMap((one) => policy.Statement.reduce(unsaid, [one]))
    .map((one) => ({ ...one, Sid: freeSid(one) }));
  return { ...policy, Statement: [...policy.Statement, ...staying] };
}

/** The part of a statement that the other statement does not allow, secret by secret and parameter by parameter. */
function unsaid([one]: Statement[], other: Statement): Statement[] {
  if (!one || isSaid(one, [other])) return [];
  const text = JSON.stringify(other);
  const narrowed = (stays: (arn: string) => boolean) =>
    withoutReads({ Version: "2012-10-17", Statement: [one] }, stays)?.Statement ?? [];
  const isNamed = (arn: string) => text.includes(JSON.stringify(arn));
  const [shared] = narrowed(isNamed);
  return shared && isSaid(shared, [other]) ? narrowed((arn) => !isNamed(arn)) : [one];
}

/**
 * Why pods are refused while their reader changes: the role's policy has no room for the former rights, the reader reads as another
 * role that cannot read a secret in its old place, or a replica is removed. `held`: the ARNs that are known.
 */
export function refusedMeanwhile(
  reader: ResolvedReader,
  before: ReadingBefore,
  held: Pick<DeployedValues, "keys" | "secrets"> = { keys: {}, secrets: [] },
): string[] {
  const { id, role, targetRole } = reader;
  const rights = formerRights(reader, before);
  const refused = "a pod that starts while its stack changes is refused";
  const hasRoom = !rights || !exceeds(joined(ownRights(reader, arnsHeld(held)), rights));
  const becomes = readsAsAnother(reader, before) ? (targetRole ?? role) : undefined;
  const { limit, unit } = policyBudgets.podRolePolicy;
  return [
    ...(hasRoom
      ? []
      : [
          `reader ${id} has no room for its old rights beside the new ones, as the policies of its role may have ${limit} ${unit}: ${refused}; to avoid that, change fewer of its secrets at once`,
        ]),
    ...mountedOtherwise(reader, before).flatMap(({ target, places }) => {
      const { account, id: old, region } = target.former ?? target;
      const { replicas } = isSuccessor(target) ? formerSecret(target) : target;
      const copies = [region, ...replicas.map((one) => one.region)];
      const gone = places.filter((place) => !copies.includes(place));
      return [
        ...(target.former && becomes && account !== targetRole?.account
          ? [
              `reader ${id} reads as ${becomes.arn} from now on, which cannot read secret ${old} of account ${account.name}: ${refused}`,
            ]
          : []),
        ...gone.map(
          (place) =>
            `reader ${id} reads the replica of secret ${old} in ${place}, which is deleted before its stack changes: until then, a pod that starts is refused`,
        ),
      ];
    }),
  ];
}

function arnsHeld({ keys, secrets }: Pick<DeployedValues, "keys" | "secrets">): AssignedArns {
  const known = new Map(secrets.map(({ arn }) => [JSON.stringify(secretPlace(arn)), arn]));
  return {
    ...plannedArns,
    secretArn: (secret) => {
      const { account, name, region } = secret;
      const place = JSON.stringify({ account: account.id, region, name });
      return known.get(place) ?? plannedArns.secretArn(secret);
    },
    keyArn: (key) => keys[key.id] ?? plannedArns.keyArn(key),
  };
}
