import { memoize } from "../collections";
import { parseArn } from "../names";
import type { AccessDocuments, GroupDocuments, IdentityDocuments } from "./documents";
import { describeReader } from "./principal-kind";
import type { RequestPrincipal } from "./request";

const indexes = new WeakMap<object, { size: number; byArn: Map<string, unknown> }>();

/** Finds the documents of an ARN. A list is indexed once, and again if its length has changed. */
export function findByArn<T extends { arn: string }>(
  list: T[] | null | undefined,
  arn: string,
): T | undefined {
  if (!list) return undefined;
  let index = indexes.get(list);
  if (!index || index.size !== list.length) {
    const byArn = new Map<string, unknown>();
    for (const entry of list) {
      if (byArn.has(entry.arn)) {
        throw new Error(`the documents must name an ARN once in each list, got ${entry.arn} twice`);
      }
      byArn.set(entry.arn, entry);
    }
    index = { size: list.length, byArn };
    indexes.set(list, index);
  }
  return index.byArn.get(arn) as T | undefined;
}

/** The documents of the role or user that makes a request, if there are any. */
export function findIdentity(
  { roles, users }: AccessDocuments,
  principal: RequestPrincipal,
): IdentityDocuments | undefined {
  if (principal.kind === "session") return findByArn(roles, principal.roleArn);
  return principal.kind === "user" ? findByArn(users, principal.arn) : undefined;
}

/** The groups of a user; a role has none. Throws if the documents lack one, because its rights would be unknown. */
export function groupsOf(
  documents: Pick<AccessDocuments, "groups">,
  identity: IdentityDocuments,
): GroupDocuments[] {
  const names = ("groups" in identity && identity.groups) || [];
  return names.map((name) => {
    const group = findByArn(documents.groups, name);
    if (group) return group;
    throw new Error(
      `the documents must hold every group of a user, got ${identity.arn} in ${name}`,
    );
  });
}

/**
 * Accounts of the documents' organization: the management account, and every account with a role, user, group, secret, key, reader
 * source or control policy in them. Empty without an organization. Computed once for each set of documents.
 */
export const organizationMembers = memoize((documents: AccessDocuments): ReadonlySet<string> => {
  const { organization, roles, users, groups, secrets, keys, associations, grants } = documents;
  const readers = [...(associations ?? []), ...(grants ?? []).map(({ reader }) => reader)];
  if (!organization?.id) return new Set();
  const arns = [
    ...[roles, users, groups, secrets, keys].flatMap((list) => (list ?? []).map(({ arn }) => arn)),
    ...readers.map((reader) => describeReader(documents.principalKind, reader).source),
  ];
  const control = [
    ...(organization.serviceControlPolicies ?? []),
    ...(organization.resourceControlPolicies ?? []),
  ];
  return new Set([
    ...arns.map((arn) => parseArn(arn)?.account ?? ""),
    ...control.map(({ account }) => account),
    ...(organization.managementAccount ? [organization.managementAccount] : []),
  ]);
});
