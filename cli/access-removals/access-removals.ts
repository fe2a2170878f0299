import { OWN_POLICY_NAME } from "eks-pod-secrets/defaults";
import { oidcProviderArn, readerKey, readerOf } from "eks-pod-secrets/grant";
import {
  type PolicyDocument,
  podRoleTrust,
  type RolePassing,
  roleWays,
  targetRoleTrust,
  targetRoleTrustInput,
  withoutReads,
} from "eks-pod-secrets/policy";
import {
  documentOf,
  type Granted,
  grantsOf,
  type ReadingRoles,
  readsIn,
  text,
  trusted,
} from "./granted";
import type { AccessRemoval, HeldResource, ReadingZone } from "./removal-shape";
import { secretRemovals } from "./secret-removals";

/**
 * Accesses that policies among a stack's resources allow and the inventory does not grant. A reader is identified by its service
 * account, and a secret by its name: another role, mode, style or key for the same grant is not a removal. `roles`: the readers'
 * roles in all stacks.
 */
export function accessRemovals(
  stack: string,
  resources: readonly HeldResource[],
  zone: ReadingZone,
  roles?: ReadingRoles,
): AccessRemoval[] {
  const granted = grantsOf(zone);
  return [
    ...roleRemovals(stack, resources, granted, zone),
    ...secretRemovals(stack, resources, granted, zone, roles),
  ];
}

/** All accesses that the policies among a stack's resources allow. */
export function heldAccess(stack: string, resources: readonly HeldResource[]): AccessRemoval[] {
  return accessRemovals(stack, resources, NOTHING_GRANTED);
}

const NOTHING_GRANTED: ReadingZone = {
  externalReaders: [],
  organization: {},
  readers: [],
  secrets: [],
};

/** The roles that belong to the reader that the inventory gives them to. As removals, each passes to this reader again. */
export function keptRoles(
  stack: string,
  resources: readonly HeldResource[],
  zone: ReadingZone,
): AccessRemoval[] {
  const roles = resources.filter(({ type }) => type !== "aws:iam/rolePolicy:RolePolicy");
  return roleRemovals(stack, roles, grantsOf(zone), zone, true);
}

/** The components whose role reads, and their resources that say who reads what. */
const READING_ROLE =
  /eks-pod-secrets:index:Pod(?:Reader|TargetRole)\$aws:iam\/(?:role:Role|rolePolicy:RolePolicy|rolePoliciesExclusive:RolePoliciesExclusive)$/;

/**
 * Accesses that roles give to the readers in their trust policies and that the inventory does not grant to these readers, or
 * their new boundary does not allow. A role that passes to another reader keeps nothing for a reader that is gone: its stack
 * gives it what the other one may read. `toItself`: of the roles without a policy, those that stay with their reader.
 */
function roleRemovals(
  stack: string,
  resources: readonly HeldResource[],
  granted: Granted,
  zone: ReadingZone,
  toItself = false,
): AccessRemoval[] {
  const ours = resources.filter(({ urn }) => READING_ROLE.test(urn.split("::")[2] ?? ""));
  const roles = new Map(
    ours.flatMap(({ outputs = {}, type, urn }) => {
      if (type !== "aws:iam/role:Role") return [];
      const reader = trusted(outputs, zone);
      const name = text(outputs.name);
      const exclusive = ours.filter(({ outputs: other = {} }) => text(other.roleName) === name);
      const role = { arn: text(outputs.arn), boundary: outputs.permissionsBoundary, urn };
      const kept = exclusive.map((one) => one.urn);
      return reader ? [[name, { ...role, kept, reader }] as const] : [];
    }),
  );
  const policies = ours.filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy");
  const withPolicy = new Set(policies.map(({ outputs }) => outputs?.role));
  // An interrupted run may have passed a role on and deleted its policy: everyone but its pods is then denied everything.
  const passed = [...roles].flatMap(([name, { arn, kept, reader, urn }]): AccessRemoval[] => {
    const next = withPolicy.has(name) ? undefined : granted.holderOf(arn);
    if (!next || (readerKey(readerOf(next)) === readerKey(reader)) !== toItself) return [];
    const passing = passingOf(arn, granted, zone);
    const holder = { kind: "role" as const, arn, name, policy: OWN_POLICY_NAME, passing };
    const pods = `${reader.namespace}/${reader.serviceAccount} of ${reader.clusterArn}`;
    const loses = [toItself ? `as pods other than ${pods}` : `as ${pods}`];
    const rest = (now: PolicyDocument) => (toItself ? now : undefined);
    return [{ stack, urns: [urn, ...kept], holder, loses, from: toItself ? [] : [reader], rest }];
  });
  const losing = policies.flatMap(({ outputs = {}, urn }): AccessRemoval[] => {
    const role = roles.get(text(outputs.role));
    const document = documentOf(outputs.policy);
    if (!role || !document) return [];
    const { arn, reader } = role;
    const isKnown = granted.has(reader);
    const stays = (read: string) => granted.reads(reader, read);
    const bound = granted.boundaryOf(reader);
    const boundary = bound === role.boundary ? undefined : bound;
    const loses = readsIn(document).filter((read) => !stays(read));
    if (boundary) loses.push(`what boundary ${boundary} does not allow`);
    if (loses.length === 0 && isKnown) return [];
    const passing = isKnown ? undefined : passingOf(arn, granted, zone);
    const name = text(outputs.role);
    const policy = text(outputs.name);
    const holder = { kind: "role" as const, arn, name, policy, ...(boundary && { boundary }) };
    const rest = (now: PolicyDocument) => (isKnown ? withoutReads(now, stays) : undefined);
    // If a revoked role is gone, only its list of kept policies says that it was revoked. A boundary does not change that list.
    const urns = [urn, ...(passing || boundary ? [role.urn] : []), ...(passing ? role.kept : [])];
    const from = [reader];
    return [{ stack, urns, holder: { ...holder, ...(passing && { passing }) }, loses, from, rest }];
  });
  return [...losing, ...passed];
}

/** The reader that a role passes to, and whom it then trusts. */
function passingOf(arn: string, granted: Granted, zone: ReadingZone): RolePassing | undefined {
  const next = granted.holderOf(arn);
  if (!next) return undefined;
  const to = readerOf(next);
  const isOwn = next.role.arn === arn;
  return {
    to,
    trust: isOwn
      ? podRoleTrust(to, roleWays(next, { oidcProviderArn }))
      : targetRoleTrust(targetRoleTrustInput(zone, next)),
    untagged: next.identity !== "podIdentity",
  };
}
