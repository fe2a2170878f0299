import { type AccessDocuments, type AssociationDocuments, wayKey } from "eks-pod-secrets/access";
import { parseArn, readerKey } from "eks-pod-secrets/grant";
import {
  REVOKED_SESSIONS,
  REVOKED_SESSIONS_SID,
  revocationsIn,
  revokedRole,
} from "eks-pod-secrets/policy";
import type { Gap, KeyDocuments, RawPolicy, RoleDocuments, SecretDocuments } from "iam-proof";
import { getOrMake, grouped } from "iam-proof/collections";
import {
  differenceText,
  policyDifference,
  statementTitles,
} from "../stacks/policies/policy-difference";

/** A difference between documents that were read and the inventory. */
export interface InventoryDifference {
  /** The ARN of a role, secret, parameter or key, or a reader, as claims name them. */
  subject: string;
  /** What differs, in words that follow the subject. */
  says: string;
  /** ARNs of roles and objects. A claim that is refuted by a request about one of them is refuted because of this difference. */
  requests: string[];
}

/**
 * The differences between documents that were read and those that the inventory produces. What nobody read, and what `declared`
 * leaves open, is not a difference.
 */
export function inventoryDifferences(
  declared: AccessDocuments,
  found: AccessDocuments,
  gaps: readonly Gap[] = [],
): InventoryDifference[] {
  const isRead = (arn: string) => !gaps.some(({ open }) => leavesOpen(open, arn));
  const readers = rolesBySecret(declared);
  const used = new Set(
    [...(found.secrets ?? []), ...(found.parameters ?? [])].map((one) => one.key),
  );
  const compare = <T extends { arn: string; assumed?: boolean | null }>(
    ours: readonly T[] | null | undefined,
    theirs: readonly T[] | null | undefined,
    changes: (ours: T, theirs: T) => string[],
    isAsked: (arn: string) => boolean = () => true,
  ) => {
    const there = new Map((theirs ?? []).map((one) => [one.arn, one]));
    return (ours ?? []).flatMap((one) => {
      const same = there.get(one.arn);
      if (one.assumed || same?.assumed || !isRead(one.arn)) return [];
      if (!same && !isAsked(one.arn)) return [];
      if (!same) return [{ subject: one.arn, says: "is missing", requests: [one.arn] }];
      return saidOf(one.arn, changes(one, same), []);
    });
  };
  return [
    ...associationDifferences(declared, found, isRead),
    ...compare(declared.roles, found.roles, roleChanges),
    ...compare(declared.secrets, found.secrets, (ours, theirs) =>
      secretChanges(ours, theirs, readers.get(ours.arn) ?? []),
    ),
    ...compare(declared.keys, found.keys, keyChanges, (arn) => used.has(arn)),
    ...compare(declared.parameters, found.parameters, (ours, theirs) => [
      ...keyChange(ours.key, theirs.key),
      ...(theirs.sharedWith ?? []).map((one) => `is shared with ${one}`),
    ]),
  ];
}

/** One difference for all changes of a subject, because a finding cannot distinguish them. */
function saidOf(subject: string, changes: string[], requests: string[]): InventoryDifference[] {
  return changes.length > 0 ? [{ subject, says: changes.join("; "), requests }] : [];
}

/** The roles that should read a secret or parameter, by its ARN. */
function rolesBySecret({ associations, grants }: AccessDocuments): Map<string, string[]> {
  const byReader = grouped(associations ?? [], (one) => [readerKey(one)]);
  const roles = new Map<string, string[]>();
  for (const { reader, secret } of grants ?? []) {
    const own = (byReader.get(readerKey(reader)) ?? []).flatMap(({ roleArn, targetRoleArn }) =>
      targetRoleArn ? [roleArn, targetRoleArn] : [roleArn],
    );
    getOrMake(roles, secret, () => []).push(...own);
  }
  return roles;
}

/** Whether a gap leaves open what has this ARN. */
function leavesOpen(open: Gap["open"], arn: string): boolean {
  const { account, region, service } = parseArn(arn) ?? {};
  switch (open.kind) {
    case "account":
      return service === "iam" && account === open.account;
    case "objects":
      return account === open.account && region === open.region;
    case "associations":
      return arn === open.sourceArn;
    case "copies":
    case "endpoints":
    case "providers":
      return false;
    default:
      return arn === open.arn;
  }
}

function associationDifferences(
  declared: AccessDocuments,
  found: AccessDocuments,
  isRead: (arn: string) => boolean,
): InventoryDifference[] {
  const there = new Map((found.associations ?? []).map((one) => [wayKey(one), one]));
  return (declared.associations ?? []).flatMap((ours) => {
    const { clusterArn, namespace, roleArn, serviceAccount, targetRoleArn } = ours;
    if (!isRead(clusterArn)) return [];
    const theirs = there.get(wayKey(ours));
    const roles = [roleArn, targetRoleArn, theirs?.roleArn, theirs?.targetRoleArn];
    return saidOf(
      `${clusterArn} ${namespace}/${serviceAccount}`,
      associationChanges(ours, theirs),
      roles.flatMap((arn) => arn ?? []),
    );
  });
}

function associationChanges(
  ours: AssociationDocuments,
  theirs: AssociationDocuments | undefined,
): string[] {
  if (!theirs) return ["has no Pod Identity association, so that its pods get no credentials"];
  const { disableSessionTags, policy, roleArn, targetRoleArn } = theirs;
  return [
    ...(roleArn === ours.roleArn
      ? []
      : [`is associated with the role ${roleArn}, not with the role ${ours.roleArn}`]),
    ...((targetRoleArn ?? null) === (ours.targetRoleArn ?? null)
      ? []
      : [`has the target role ${targetRoleArn ?? "none"}, not ${ours.targetRoleArn ?? "none"}`]),
    ...(disableSessionTags ? ["has an association without session tags"] : []),
    ...(policy ? ["has an association with a session policy"] : []),
  ];
}

function roleChanges(ours: RoleDocuments, theirs: RoleDocuments): string[] {
  const lacking = policiesBeyond(ours, theirs);
  const more = ours.policies ? policiesBeyond(theirs, ours) : [];
  const [first, ...others] = lacking;
  const [other, ...rest] = more;
  // If only one policy has changed, its statements are named.
  const isChange = first && other && others.length + rest.length === 0;
  return [
    ...policyChange("trust policy", ours.trust, theirs.trust),
    ...(isChange
      ? policyChange("identity policy", first, other)
      : [
          ...lacking.map((one) => `lacks its identity policy: ${titles(one)}`),
          ...more.map((one) => `has an identity policy more: ${titles(one)}${wayOn(one)}`),
        ]),
    ...(ours.permissionsBoundary === null && theirs.permissionsBoundary
      ? [`has a permissions boundary more: ${titles(theirs.permissionsBoundary)}`]
      : []),
  ];
}

/** What to do about a policy that stays for sessions from before, as `revoke --lift` leaves it. */
function wayOn(policy: RawPolicy): string {
  return titles(policy) === REVOKED_SESSIONS_SID
    ? `, which denies sessions from before a revocation, or before the role got other pods: 6 hours after that, delete the policy ${REVOKED_SESSIONS} of this role, and run up`
    : "";
}

/** The policies of one role that another lacks. */
function policiesBeyond({ policies }: RoleDocuments, other: RoleDocuments): RawPolicy[] {
  return (policies ?? []).filter(
    (one) => !(other.policies ?? []).some((two) => !policyDifference(textOf(one), textOf(two))),
  );
}

function secretChanges(
  ours: SecretDocuments,
  theirs: SecretDocuments,
  readers: readonly string[],
): string[] {
  const tags = Object.entries(ours.tags ?? {}).filter(
    ([key, value]) => theirs.tags?.[key] !== value,
  );
  const revoked = revocationsIn(JSON.parse(textOf(theirs.policy) ?? '{"Statement":[]}'))
    .flatMap((one) => revokedRole(one) ?? [])
    .filter((role) => readers.includes(role));
  return [
    ...policyChange("policy", ours.policy, theirs.policy),
    ...revoked.map((role) => `has a policy that revokes the role ${role}`),
    ...keyChange(ours.key, theirs.key),
    ...(tags.length > 0
      ? [`lacks tags: ${tags.map(([key, value]) => `${key} = ${value}`).join(", ")}`]
      : []),
  ];
}

function keyChanges(ours: KeyDocuments, theirs: KeyDocuments): string[] {
  return [
    ...policyChange("policy", ours.policy, theirs.policy),
    ...(theirs.disabled ? ["is disabled, or waits for its deletion"] : []),
    ...(theirs.grants ?? []).map(
      ({ grantee, operations }) => `has a grant of ${operations.join(", ")} to ${grantee}`,
    ),
  ];
}

function keyChange(ours: string | null | undefined, theirs: string | null | undefined): string[] {
  if (ours === undefined || ours === (theirs ?? null)) return [];
  return [
    `is encrypted with ${theirs ?? "the AWS managed key"}, not ${ours ?? "the AWS managed key"}`,
  ];
}

function policyChange(title: string, ours: RawPolicy, theirs: RawPolicy): string[] {
  if (ours === undefined) return [];
  if (ours && !theirs) return [`has no ${title}`];
  const difference = policyDifference(textOf(ours), textOf(theirs));
  return difference ? [`has another ${title}: it ${differenceText(difference)}`] : [];
}

function titles(policy: RawPolicy): string {
  return statementTitles(textOf(policy) ?? '{"Statement":[]}').join(", ");
}

function textOf(policy: RawPolicy): string | undefined {
  if (policy === undefined || policy === null) return undefined;
  return typeof policy === "string" ? policy : JSON.stringify(policy);
}
