import type { OrganizationDocuments, RawPolicy, RoleDocuments, SecretDocuments } from "iam-proof";
import { getOrMake, memoize } from "iam-proof/collections";
import type { WebIdentity } from "iam-proof/domain";
import { grammarError } from "iam-proof/grammar";
import type {
  LandingZone,
  ResolvedKey,
  ResolvedReader,
  ResolvedSecret,
} from "../../grant/landing-zone/landing-zone";
import {
  keyArn,
  oidcProviderArn,
  secretArn,
  standInKeyId,
  standInSuffix,
} from "../../grant/landing-zone/names";
import { readerOf, TOKEN_AUDIENCE, tokenSubject } from "../../grant/landing-zone/pods";
import {
  type AssignedArns,
  podRolePolicyInput,
  policyBudgets,
  policySize,
  secretArnIn,
  secretResourcePolicy,
  secretResourcePolicyInput,
  secretTags,
} from "../../policy";
import type { Problem } from "../../rules/problem";
import type { AccessDocuments, AssociationDocuments, GrantDeclaration } from "../pod-identity/kind";
import {
  type DeployedPolicy,
  deployedPolicies,
  documentsOfOthers,
  policiesOfEntries,
} from "./deployed-policies";

/** The policies that an inventory names by files: control policies of its organization, and what existing roles keep. */
export interface PoliciesOfFiles
  extends Pick<OrganizationDocuments, "serviceControlPolicies" | "resourceControlPolicies"> {
  /** By the role's ARN. Every role that keeps policies must be here. */
  keptPolicies?: ReadonlyMap<string, readonly RawPolicy[]>;
}

/** Every document that the programs would deploy for a landing zone. */
export function landingZoneDocuments(
  zone: LandingZone,
  arns: AssignedArns = plannedArns,
  { keptPolicies, ...controlPolicies }: PoliciesOfFiles = {},
): AccessDocuments {
  const { id, managementAccount } = zone.organization;
  const policiesOf = policiesOfEntries(zone, arns);
  const others = documentsOfOthers(zone, arns);
  const own = zone.readers.map((reader) => ofReader(reader, policiesOf(reader), arns));
  const readers = [...own, ...zone.externalReaders.map((one) => ofReader(one, [], arns))];
  const keepers = zone.readers.filter((reader) => reader.keptPolicies);
  const unread = keepers.find(({ role }) => !keptPolicies?.has(role.arn));
  if (unread) throw new Error(`the policies that ${unread.role.arn} keeps must be read first`);
  return {
    administrators: zone.accounts.flatMap(({ administrators }) => administrators),
    organization: {
      ...(id && { id }),
      ...(managementAccount && { managementAccount }),
      ...controlPolicies,
      ...delegationIn(zone),
    },
    keys: [...zone.keys.map((key) => ofKey(key, policiesOf(key), arns)), ...others.keys],
    secrets: [
      ...zone.secrets.flatMap((secret) => ofSecret(secret, policiesOf(secret), arns)),
      ...others.secrets,
    ],
    parameters: zone.parameters.map(({ arn, key, secure, tags }) => ({
      arn,
      secure,
      tags,
      key: key ? arns.keyArn(key) : null,
    })),
    roles: [
      // Readers may have the same role.
      ...new Map(
        own
          .flatMap(({ roles }) => roles)
          .map((role) => [role.arn, withKept(role, { keptPolicies })]),
      ).values(),
      ...others.roles,
    ],
    associations: readers.flatMap(({ associations }) => associations),
    grants: readers.flatMap(({ grants }) => grants),
  };
}

/**
 * Returns `make`, which makes the documents of an entry. Landing zones that share the entry and the list of its policies, which are
 * those of these ARNs alone, get the same ones.
 */
function once<Entry, Documents>(
  make: (entry: Entry, policies: readonly DeployedPolicy[], arns: AssignedArns) => Documents,
): typeof make {
  const known = new WeakMap<readonly DeployedPolicy[], Documents>();
  return (entry, policies, arns) => getOrMake(known, policies, () => make(entry, policies, arns));
}

const ofKey = once((key: ResolvedKey, [policy], arns) => ({
  arn: arns.keyArn(key),
  policy: policy?.document,
}));

const ofSecret = once((secret: ResolvedSecret, [policy], arns): SecretDocuments[] => {
  const primary = arns.secretArn(secret);
  const copies = [{ region: secret.region, key: secret.key }, ...secret.replicas];
  return copies.map(({ key, region }) => ({
    arn: region === secret.region ? primary : secretArnIn(region, primary),
    key: key ? arns.keyArn(key) : null,
    tags: secretTags(secret),
    policy: policy?.document ?? null,
    sealed: secret.sealed,
    ...(secret.rotation && { rotation: { role: secret.rotation.roleArn ?? null } }),
  }));
});

const ofReader = once((reader: ResolvedReader, policies, arns) => ({
  roles: policies
    .filter(({ kind }) => kind === "podRoleTrust")
    .map(({ document: trust, subject: arn }): RoleDocuments => {
      const rights = policies.find((one) => one.kind === "podRolePolicy" && one.subject === arn);
      return { arn, tags: {}, trust, policies: [rights?.document] };
    }),
  associations: waysOfReader(reader, arns),
  grants: grantDeclarations(reader, arns),
}));

function withKept(role: RoleDocuments, files: PoliciesOfFiles): RoleDocuments {
  const { keptPolicies } = keptBy(role.arn, files);
  const policies = [...(role.policies ?? []), ...(keptPolicies ?? [])];
  return keptPolicies ? { ...role, policies, keptPolicies } : role;
}

const OF_POLICIES = "organizations.amazonaws.com";

/** To whom an inventory says that the organization delegates. What the delegation policy says of an account is taken for the worst. */
function delegationIn({ organization }: LandingZone): OrganizationDocuments {
  const { delegatedAdministrators: all } = organization;
  if (!all) return {};
  const named = all.filter(({ services }) => services.includes(OF_POLICIES));
  const letIn = {
    ...{ Effect: "Allow", Action: "organizations:*", Resource: "*" },
    Principal: { AWS: named.map(({ account }) => account) },
  };
  return {
    delegatedAdministrators: all.map(({ account, services }) => ({
      account,
      services: services.filter((one) => one !== OF_POLICIES),
    })),
    ...(named.length > 0 && { delegationPolicy: { Version: "2012-10-17", Statement: [letIn] } }),
  };
}

/** The policies that an inventory lets a role keep, as the role's documents say it. */
export function keptBy(
  arn: string,
  { keptPolicies }: PoliciesOfFiles,
): Pick<RoleDocuments, "keptPolicies"> {
  const kept = keptPolicies?.get(arn);
  return kept ? { keptPolicies: [...kept] } : {};
}

/**
 * Stand-ins for ARNs that AWS has not assigned yet. They have the right length and shape, are the same in every run, and differ
 * between secrets and keys.
 */
export const plannedArns: AssignedArns = {
  secretArn: memoize(
    ({ account, existingArn, name, region }: ResolvedSecret) =>
      existingArn ??
      secretArn({ account: account.id, region }, name, standInSuffix(account.id, region, name)),
  ),
  keyArn: memoize(
    ({ account, existingArn, id, region }: ResolvedKey) =>
      existingArn ?? keyArn({ account: account.id, region }, standInKeyId(id)),
  ),
  oidcProviderArn,
};

/** How the reader's pods get their role: through EKS Pod Identity, if the reader has an association. */
export function associationDocuments(
  reader: ResolvedReader,
  arns: Pick<AssignedArns, "oidcProviderArn"> = plannedArns,
): AssociationDocuments {
  const { formerOf, identity, role, targetRole } = reader;
  const common = {
    ...readerOf(reader),
    roleArn: role.arn,
    targetRoleArn: targetRole?.arn ?? null,
    ...(formerOf !== undefined && { former: true }),
  };
  return identity === "irsa" ? { ...common, webIdentity: tokensOf(reader, arns) } : common;
}

/** Every way in which the reader's pods get their role. A reader with identity `both` has two: the association and the pods' tokens. */
export function waysOfReader(
  reader: ResolvedReader,
  arns: Pick<AssignedArns, "oidcProviderArn">,
): AssociationDocuments[] {
  const way = associationDocuments(reader, arns);
  return reader.identity === "both"
    ? [way, { ...way, webIdentity: tokensOf(reader, arns) }]
    : [way];
}

function tokensOf(
  reader: ResolvedReader,
  { oidcProviderArn }: Pick<AssignedArns, "oidcProviderArn">,
): WebIdentity {
  const provider = oidcProviderArn(reader.cluster);
  return { provider, subject: tokenSubject(reader), audience: TOKEN_AUDIENCE };
}

function grantDeclarations(reader: ResolvedReader, arns: AssignedArns): GrantDeclaration[] {
  const identity = readerOf(reader);
  return podRolePolicyInput(reader, arns)
    .secrets.map(({ arn }) => arn)
    .concat(reader.grants.flatMap(({ kind, target }) => (kind === "parameter" ? [target.arn] : [])))
    .map((secret) => ({ reader: identity, secret }));
}

/**
 * A rule of the inventory: the user's own policy statements must be ones that AWS accepts (no misspelt `Condition`, say), and none
 * may use the Sid of a statement that the grants produce.
 */
export function extraStatements(zone: LandingZone): Problem[] {
  return zone.secrets.flatMap((secret) => {
    const { extraPolicyStatements, id } = secret;
    if (extraPolicyStatements.length === 0) return [];
    const granted = secretResourcePolicy({
      ...secretResourcePolicyInput(zone, secret),
      extraStatements: [],
    });
    const taken = new Set(granted?.Statement.map(({ Sid }) => Sid));
    return extraPolicyStatements.flatMap((statement, index): Problem[] => {
      const path = ["secrets", id, "extraPolicyStatements", index];
      if (taken.has(String(statement.Sid))) {
        const says = `must be another than that of a statement of this package, got "${statement.Sid}"; rename yours`;
        return [{ path: [...path, "Sid"], says, severity: "error" }];
      }
      const document = { Version: "2012-10-17", Statement: [statement] };
      const error = grammarError({ name: `resource policy of ${id}`, document }, "resource");
      if (!error) return [];
      const says = `must be a statement of a resource policy: ${error.problem}, got ${error.text}`;
      return [{ path, says, severity: "error" }];
    });
  });
}

/** A rule of the inventory: every document that the landing zone leads to stays within the limit that AWS sets for its kind. */
export function documentBudgets(zone: LandingZone): Problem[] {
  return deployedPolicies(zone, plannedArns).flatMap(({ document, kind, path }): Problem[] => {
    const { limit, title, unit, wayOut } = policyBudgets[kind];
    const size = policySize(kind, document);
    if (size <= limit) return [];
    const says = `is over a limit of AWS: ${title} must be at most ${limit} ${unit}, got ${size}; ${wayOut}`;
    return [{ path, says, severity: "error" }];
  });
}
