import {
  administratorArn,
  aliasArn,
  type LandingZone,
  oidcProviderArn,
  parseArn,
  type ResolvedAccount,
  type ResolvedReader,
  type ResolvedRole,
  type ResolvedSecret,
  roleArn,
  secretArn,
} from "eks-pod-secrets/grant";
import { grouped } from "iam-proof/collections";

/** What the guard of an account protects from changes, as ARNs with policy wildcards, and who may change it. */
export interface Protected {
  partition: string;
  /** Id of the account, or ids of an organizational unit's accounts. */
  accounts: string[];
  /** Who may make every guarded call: administrators, deployers, and those that were named. */
  exempt: string[];
  /** What is read, and by which role of any account: a secret or parameter, a space, and the role that reads or rotates it. */
  reads: string[];
  /** Roles of the account that read, rotate, or are exempt. */
  roles: string[];
  /** Those of `roles` that read or rotate, and who assumes them apart from AWS services. */
  assumed: string[];
  assuming: string[];
  /** Users that are exempt. */
  users: string[];
  /** Managed policies of the readers' roles. */
  policies: string[];
  /** Identity providers that vouch for readers or exempt principals. */
  providers: string[];
  /** VPC endpoints that have a policy. */
  endpoints: string[];
  /** Clusters of readers. */
  clusters: string[];
  secrets: string[];
  /** Existing keys, and the aliases of keys that are created. */
  keys: string[];
  aliases: string[];
  parameters: string[];
  /** Functions that rotate. */
  functions: string[];
}

/** What is only known from the account itself. */
export type Found = Pick<Protected, "endpoints" | "providers">;

/** What is protected in an account. `named`: ARNs of further principals that may change it. */
export function protectedIn(
  zone: LandingZone,
  account: ResolvedAccount,
  named: readonly string[] = [],
  found: Found = { endpoints: [], providers: [] },
): Protected {
  const { id, partition } = account;
  const isOwn = (one: { account: ResolvedAccount }) => one.account === account;
  const ofAccount = (arns: string[]) => arns.filter((arn) => parseArn(arn)?.account === id);
  const readers = zone.readers.filter(({ cluster }) => isOwn(cluster));
  const crossing = zone.readers.filter(({ targetRole }) => targetRole && isOwn(targetRole));
  const targets = crossing.flatMap(({ targetRole }) => (targetRole ? [patternOf(targetRole)] : []));
  const secrets = zone.secrets.filter(isOwn);
  const parameters = zone.parameters.filter(isOwn);
  const rotating = secrets.flatMap(({ rotation }) => rotation?.roleArn ?? []);
  const assumed = [...readers.map(roleOf), ...targets, ...ofAccount(rotating)];
  const exempt = exemptIn(account, named);
  const keys = zone.keys.filter(isOwn);
  const made = keys.filter(({ existingArn }) => existingArn === undefined);
  const formers = zone.secrets.flatMap(({ former, grants }) =>
    former && isOwn(former) ? [{ ...former, grants }] : [],
  );
  const known = [...secrets, ...formers].map((one) => ({ ...one, arn: secretPattern(one) }));
  const reads = [...known, ...parameters].flatMap((one) => [
    ...one.grants.map(({ reader }) => `${one.arn} ${readingRole(reader, account)}`),
    ...("rotation" in one && one.rotation?.roleArn ? [`${one.arn} ${one.rotation.roleArn}`] : []),
  ]);
  return {
    partition,
    accounts: [id],
    exempt,
    reads: sorted(reads),
    roles: sorted([...assumed, ...exempt.filter((arn) => arn.includes(":role/"))]),
    assumed: sorted(assumed),
    assuming: sorted(crossing.map(roleOf)),
    users: sorted(exempt.filter((arn) => arn.includes(":user/"))),
    policies: sorted(ofAccount(readers.flatMap(managedPolicies))),
    providers: sorted([
      ...found.providers,
      ...readers.flatMap(({ cluster, identity }) =>
        identity === "podIdentity" ? [] : [providerOf(cluster)],
      ),
    ]),
    endpoints: sorted(found.endpoints),
    clusters: sorted(readers.map(({ cluster }) => cluster.arn)),
    secrets: sorted(known.map(({ arn }) => arn)),
    keys: sorted(keys.flatMap(({ existingArn }) => existingArn ?? [])),
    aliases: sorted(made.map(({ alias = "", region }) => aliasArn({ account: id, region }, alias))),
    parameters: sorted(parameters.map(({ arn }) => arn)),
    functions: sorted(
      ofAccount(secrets.flatMap(({ rotation }) => rotation?.schedule?.lambdaArn ?? [])),
    ),
  };
}

/** What is protected in several accounts, with the principals that all of them exempt. */
export function protectedTogether(all: readonly Protected[]): Protected {
  const [{ partition } = { partition: "aws" }] = all;
  const lists = all.flatMap(({ partition: _, ...one }) => Object.entries(one));
  const together = [...grouped(lists, ([name]) => [name])].map(([name, ofName]) => [
    name,
    sorted(ofName.flatMap(([, list]) => list)),
  ]);
  return { ...(Object.fromEntries(together) as Omit<Protected, "partition">), partition };
}

/**
 * Who may change what the guard protects in the account: its administrators, its deployer, and those of the named ones that
 * belong to it.
 */
export function exemptIn(account: ResolvedAccount, named: readonly string[] = []): string[] {
  const { administrators, deployRole, id } = account;
  const all = [
    ...administrators.map(administratorArn),
    ...(deployRole ? [deployRole] : []),
    ...named,
  ];
  return sorted(all.filter((arn) => parseArn(arn)?.account === id));
}

/** The ARN pattern of a secret. AWS assigns its end; replicas have the same in other regions. */
function secretPattern({
  account,
  name,
  region,
  ...more
}: Pick<ResolvedSecret, "account" | "name" | "region"> &
  Partial<Pick<ResolvedSecret, "existingArn" | "replicas">>): string {
  const arn = more.existingArn ?? secretArn({ account: account.id, region }, name, "??????");
  return more.replicas?.length ? arn.replace(`:${region}:`, ":*:") : arn;
}

function roleOf({ hasExistingRole, role }: ResolvedReader): string {
  return hasExistingRole ? role.arn : patternOf(role);
}

/** All roles with the role's path, if it has one, because nobody else should create any there. */
function patternOf({ account, arn, path }: ResolvedRole): string {
  return path === "/" ? arn : roleArn(account.partition, account.id, path, "*");
}

/** The role that a reader reads as in this account. */
function readingRole(reader: ResolvedReader, owner: ResolvedAccount): string {
  const { targetRole } = reader;
  if (targetRole?.account === owner) return patternOf(targetRole);
  // The inventory cannot keep others from creating roles on the path of a role that others deploy.
  return reader.external ? reader.role.arn : roleOf(reader);
}

function managedPolicies({ keptPolicies = [], permissionsBoundary }: ResolvedReader): string[] {
  return [
    ...keptPolicies.flatMap(({ arn }) => arn ?? []),
    ...(permissionsBoundary ? [permissionsBoundary] : []),
  ];
}

/** The OIDC provider of the cluster; if it does not exist yet, all in its region. */
function providerOf(cluster: ResolvedReader["cluster"]): string {
  const arn = oidcProviderArn(cluster);
  return cluster.oidcProvider ? arn : arn.replace(/[^/]*$/, "*");
}

export function sorted(list: readonly string[]): string[] {
  return [...new Set(list)].sort();
}
