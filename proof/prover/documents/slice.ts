import { getOrMake, memoize } from "../../collections";
import type {
  AccessDocuments,
  IdentityDocuments,
  RoleDocuments,
  UserDocuments,
} from "../../domain/documents";
import { groupsOf } from "../../domain/documents-index";
import { mayOpen } from "../../domain/keys-that-open";
import { behindAdministrators } from "./behind-administrators";
import { accountOf, type DeclaredReader, type Deployment, rolesOfReader } from "./deployment";
import { endpointsOfRead, endpointsOfReader } from "./endpoints-of-read";
import { keyPolicyOfRead, openingKeys } from "./key-of-read";
import {
  denies,
  type PoliciesByName,
  type PolicyOwner,
  policiesByName,
  withPolicy,
} from "./policies-by-name";
import { contextArns, type ReadTarget, readTarget } from "./read-target";
import {
  makersNamedBy,
  rolesThatMayRead,
  usersThatMayRead,
  withAssumers,
} from "./roles-that-may-read";

/**
 * The documents that a claim about one subject depends on, and no others: this makes the cost of all claims linear. Key policies
 * are reduced to the statements that can matter for these reads, so positions of statements differ from those in the documents.
 */
export function sliceOfRead(deployment: Deployment, secretArns: string[]): AccessDocuments {
  const targets = secretArns.flatMap((arn) => readTarget(deployment, arn) ?? []);
  const declared = secretArns.flatMap((arn) => deployment.readersOf(arn));
  const readers = [
    ...declared,
    ...declared.flatMap((reader) => otherUntaggedReaders(deployment, reader)),
  ];
  const behind = [...new Set(secretArns.map(accountOf))].map((account) =>
    behindAdministrators(deployment, account),
  );
  const roles = withAssumers(deployment, [
    ...readers.flatMap((reader) => rolesOfReader(deployment, reader)),
    ...targets.flatMap((target) => rolesThatMayRead(deployment, target)),
    ...behind.flatMap((one) => one.roles),
  ]);
  const users = new Set([
    ...targets.flatMap((target) => usersThatMayRead(deployment, target)),
    ...behind.flatMap((one) => one.users),
  ]);
  const vpcEndpoints = endpointsOfRead(deployment, targets);
  return {
    ...assemble(deployment, targets, readers, roles, new Set(secretArns)),
    ...(users.size > 0 && usersWithGroups(deployment, [...users])),
    ...(behind.some((one) => one.roles.length > 0) && {
      wholeAccounts: deployment.documents.wholeAccounts ?? [],
    }),
    ...(vpcEndpoints.length > 0 && { vpcEndpoints }),
  };
}

/** The documents for reads of one target by these roles and users, and by everyone else. */
export function sliceOfReadBy(
  deployment: Deployment,
  target: ReadTarget,
  callers: IdentityDocuments[],
): AccessDocuments {
  const users = callers.filter(({ arn }) => arn.includes(":user/"));
  const roles: RoleDocuments[] = callers.filter(({ arn }) => !arn.includes(":user/"));
  const vpcEndpoints = endpointsOfRead(deployment, [target]);
  const readers = roles.flatMap(({ arn }) => deployment.associationsOf(arn));
  const own = readers.map(({ association }) => deployment.readerBy(association));
  const makers = makersNamedBy(deployment, [
    ...roles,
    ...own.flatMap((reader) => rolesOfReader(deployment, reader)),
  ]);
  return {
    ...assemble(deployment, [target], own, makers.roles, new Set()),
    ...usersWithGroups(deployment, [...new Set([...users, ...makers.users])]),
    ...(vpcEndpoints.length > 0 && { vpcEndpoints }),
  };
}

/** Users, and the groups that they are in. */
export function usersWithGroups(
  { documents }: Deployment,
  users: UserDocuments[],
): Pick<AccessDocuments, "groups" | "users"> {
  const groups = new Set(users.flatMap((user) => groupsOf(documents, user)));
  return { users, ...(groups.size > 0 && { groups: [...groups] }) };
}

/** The slice with complete policies of secrets and keys; the same slice if they are complete. */
export function withWholePolicies(deployment: Deployment, slice: AccessDocuments): AccessDocuments {
  const keys = (slice.keys ?? []).map((key) => deployment.key(key.arn) ?? key);
  const secrets = (slice.secrets ?? []).map((secret) =>
    secret.policy ? (deployment.secret(secret.arn) ?? secret) : secret,
  );
  const isWhole =
    keys.every(({ policy }, index) => policy === slice.keys?.[index]?.policy) &&
    secrets.every(({ policy }, index) => policy === slice.secrets?.[index]?.policy);
  return isWhole ? slice : { ...slice, keys, secrets };
}

/** The documents of one grant, without what the policies say about the secret's other readers by name. */
export function sliceOfGrant(
  deployment: Deployment,
  reader: DeclaredReader,
  secretArn: string,
): AccessDocuments {
  const target = readTarget(deployment, secretArn);
  const roles = rolesOfReader(deployment, reader);
  const vpcEndpoints = target ? endpointsOfReader(deployment, reader, target) : [];
  const slice = {
    ...assemble(deployment, target ? [target] : [], [reader], roles, new Set([secretArn])),
    ...(vpcEndpoints.length > 0 && { vpcEndpoints }),
  };
  const policies = policiesOfReaders(deployment, secretArn);
  const own = roles.map(({ arn }) => arn);
  // A denial is identified by its position, which must be that in the document.
  const without = <Owner extends PolicyOwner>(owner: Owner) =>
    denies(owner.policy) ? owner : policies.of(owner, own);
  return {
    ...slice,
    secrets: (slice.secrets ?? []).map(without),
    keys: (slice.keys ?? []).map(without),
  };
}

const policiesBySecret = memoize((_: Deployment) => new Map<string, PoliciesByName>());

/** What policies say about the readers of a secret. */
function policiesOfReaders(deployment: Deployment, secretArn: string): PoliciesByName {
  return getOrMake(policiesBySecret(deployment), secretArn, () => {
    const readers = deployment
      .readersOf(secretArn)
      .flatMap((one) => rolesOfReader(deployment, one));
    return policiesByName(deployment, new Set(readers.map(({ arn }) => arn)));
  });
}

export function sliceOfKey(deployment: Deployment, keyArn: string): AccessDocuments {
  const key = deployment.key(keyArn);
  const policy = JSON.stringify(key?.policy ?? "");
  // In the policy's order, so that policies with similar statements have the same shape.
  const encrypted = [...deployment.secrets, ...deployment.parameters]
    .filter((one) => key && mayOpen(key, one))
    .map(({ arn }) => ({ arn, mention: policy.indexOf(arn) }))
    .sort((a, b) => a.mention - b.mention);
  const slice = sliceOfRead(
    deployment,
    encrypted.map(({ arn }) => arn),
  );
  return { ...slice, keys: key ? [key] : [] };
}

/** The documents of a role, and what it was declared to read. */
export function sliceOfRole(deployment: Deployment, role: RoleDocuments): AccessDocuments {
  const readers = deployment
    .associationsOf(role.arn)
    .map(({ association }) => deployment.readerBy(association));
  const secrets = new Set(deployment.readersAs(role.arn).flatMap((entry) => entry.secrets));
  const targets = [...secrets].flatMap((arn) => readTarget(deployment, arn) ?? []);
  const slice = assemble(deployment, targets, readers, [role], secrets);
  return { ...withoutSecretPolicies(slice), keys: [] };
}

/** The slice without secrets' policies, for claims that do not depend on them. */
export function withoutSecretPolicies(slice: AccessDocuments): AccessDocuments {
  return { ...slice, secrets: (slice.secrets ?? []).map((one) => withPolicy(one, null)) };
}

/** Other readers with the same role and without tags, if this one has no tags: their sessions are the same. */
function otherUntaggedReaders(
  deployment: Deployment,
  { association }: DeclaredReader,
): DeclaredReader[] {
  if (!association?.disableSessionTags) return [];
  return deployment
    .associationsOf(association.roleArn)
    .filter((one) => one.association.disableSessionTags)
    .map((one) => deployment.readerBy(one.association));
}

function assemble(
  deployment: Deployment,
  targets: ReadTarget[],
  readers: DeclaredReader[],
  roles: RoleDocuments[],
  granted: ReadonlySet<string>,
): AccessDocuments {
  const copies = targets.flatMap(({ of }) => contextArns(deployment, of.arn));
  const secrets = [...new Set(copies)].flatMap((arn) => deployment.secret(arn) ?? []);
  const isGranted = new Set([...granted].flatMap((arn) => contextArns(deployment, arn)));
  const associations = new Set(readers.flatMap(({ association }) => association ?? []));
  return {
    principalKind: deployment.kind,
    administrators: deployment.documents.administrators ?? [],
    ...(deployment.documents.oidcProviders && {
      oidcProviders: deployment.documents.oidcProviders,
    }),
    organization: organizationOf(deployment),
    keys: openingKeys(deployment, targets).map((key) =>
      withPolicy(key, keyPolicyOfRead(key.policy, copies)),
    ),
    secrets,
    parameters: targets.flatMap(({ kind, of }) => (kind === "parameter" ? [of] : [])),
    roles: [...new Set(roles)],
    associations: [...associations],
    grants: [...new Map(readers.map((one) => [one.key, one])).values()].flatMap((reader) =>
      deployment.grantsOf(reader).filter(({ secret }) => isGranted.has(secret)),
    ),
  };
}

/** The organization with all its members, some of which a slice's documents do not mention: one object for all slices. */
export const organizationOf = memoize(({ documents, organization }: Deployment) => {
  const whole = documents.organization;
  if (!whole) return null;
  const policies = whole.serviceControlPolicies ?? [];
  const controlled = new Set(policies.map(({ account }) => account));
  const members = organization.accounts.filter((account) => !controlled.has(account));
  return {
    ...whole,
    serviceControlPolicies: [...policies, ...members.map((account) => ({ account, levels: [] }))],
  };
});
