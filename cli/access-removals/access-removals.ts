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
 * What the policies among a stack's resources let read, and the inventory does not grant. A reader is known by its service account,
 * and a secret by its name: another role, mode, style or key of the same grant is no removal. `roles`: those of readers, of all stacks.
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

/** Everything that the policies among a stack's resources let read. */
export function heldAccess(stack: string, resources: readonly HeldResource[]): AccessRemoval[] {
  return accessRemovals(stack, resources, NOTHING_GRANTED);
}

const NOTHING_GRANTED: ReadingZone = {
  externalReaders: [],
  organization: {},
  readers: [],
  secrets: [],
};

/** The components whose role reads, and what of it says who reads what. */
const READING_ROLE =
  /eks-pod-secrets:index:Pod(?:Reader|TargetRole)\$aws:iam\/(?:role:Role|rolePolicy:RolePolicy|rolePoliciesExclusive:RolePoliciesExclusive)$/;

/**
 * What the policies of roles let the readers read that their trust names, and the inventory does not grant these readers, or their new
 * boundary does not allow. A role that another reader gets keeps nothing for a reader that is gone: its stack gives it what the other
 * one may read.
 */
function roleRemovals(
  stack: string,
  resources: readonly HeldResource[],
  granted: Granted,
  zone: ReadingZone,
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
  // A run that was cut short may have passed a role on, and deleted its policy: others than its pods are denied everything.
  const passed = [...roles].flatMap(([name, { arn, kept, reader, urn }]): AccessRemoval[] => {
    const next = withPolicy.has(name) ? undefined : granted.holderOf(arn);
    if (!next || readerKey(readerOf(next)) === readerKey(reader)) return [];
    const passing = passingOf(arn, granted, zone);
    const holder = { kind: "role" as const, arn, name, policy: OWN_POLICY_NAME, passing };
    const loses = [`as ${reader.namespace}/${reader.serviceAccount} of ${reader.clusterArn}`];
    return [{ stack, urns: [urn, ...kept], holder, loses, from: [reader], rest: () => undefined }];
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
    // If a revoked role is gone, only the list of what it keeps says that it was revoked: a boundary does not change that list.
    const urns = [urn, ...(passing || boundary ? [role.urn] : []), ...(passing ? role.kept : [])];
    const from = [reader];
    return [{ stack, urns, holder: { ...holder, ...(passing && { passing }) }, loses, from, rest }];
  });
  return [...losing, ...passed];
}

/** To which reader a role passes, and whom it trusts then. */
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
