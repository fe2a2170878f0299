import { grouped, isMapping, lazily, memoize } from "../../collections";
import { administratorArn, type RoleMaker } from "../../domain/administrator";
import type {
  AccessDocuments,
  AssociationDocuments,
  GrantDeclaration,
  KeyDocuments,
  ParameterDocuments,
  RoleDocuments,
  SecretDocuments,
  UserDocuments,
  VpcEndpointDocuments,
} from "../../domain/documents";
import { findByArn, groupsOf, organizationMembers } from "../../domain/documents-index";
import {
  type DescribedReader,
  describeReader,
  type PrincipalKind,
  readerKey,
} from "../../domain/principal-kind";
import { parseArn } from "../../names";
import type { ProblemSettings } from "../texts/problem";
import { accountsIn, checkPrincipals, copiesIn, declaredMakers } from "./names-of-principals";
import { type Policies, policiesIn } from "./policies";

/** A declared reader, with the roles from one of its associations. A reader with several is listed with each. */
export interface DeclaredReader extends DescribedReader {
  association?: AssociationDocuments;
  /** The role that reads: the target role if there is one. */
  readingRole?: string;
}

/** What all questions about a deployment share. */
export interface Surroundings {
  documents: AccessDocuments;
  /** The settings of questions. */
  settings: ProblemSettings;
  /** The kind of principal that the declared readers are. */
  kind: PrincipalKind | undefined;
  organization: { id?: string; accounts: string[] };
  /** The partition of everything in the documents; undefined if there are several. */
  readonly partition: string | undefined;
  roles: RoleDocuments[];
  associations: AssociationDocuments[];
  users: UserDocuments[];
  vpcEndpoints: VpcEndpointDocuments[];
  /** The parsed policies. */
  policies: Policies;
  /** ARNs of the sources of the readers that have or reach the role. */
  sourcesOf(roleArn: string): string[];
}

/** The documents of a deployment, with indexes for questions. */
export interface Deployment extends Surroundings {
  /** ARNs of the named administrators. */
  administrators: string[];
  /** Who was declared to assume the role, in addition to its account's administrators, in any place that names it. */
  makersOf(roleArn: string): RoleMaker[];
  /** Accounts from which everyone was declared to assume some role. */
  declaredAccounts: ReadonlySet<string>;
  keys: KeyDocuments[];
  secrets: SecretDocuments[];
  parameters: ParameterDocuments[];
  grants: GrantDeclaration[];
  secret(arn: string): SecretDocuments | undefined;
  parameter(arn: string): ParameterDocuments | undefined;
  key(arn: string): KeyDocuments | undefined;
  role(arn: string): RoleDocuments | undefined;
  /** The reader with each of its associations, or without one if it has none. */
  readers(named: object): DeclaredReader[];
  /** The reader with this association. */
  readerBy(association: AssociationDocuments): DeclaredReader;
  /** ARNs of the secret and of all its copies. */
  copiesOf(secretArn: string): string[];
  /** The readers that were declared for this secret or parameter, or a copy of it. */
  readersOf(secretArn: string): DeclaredReader[];
  /** What the reader was declared to read. */
  grantsOf(reader: DescribedReader): GrantDeclaration[];
  /** What was declared for each reader with this role, as its own or as its target. */
  readersAs(roleArn: string): { reader: DeclaredReader; secrets: string[] }[];
  /** The associations that name the role: their sessions should be let in by its trust policy. */
  associationsOf(roleArn: string): { association: AssociationDocuments; asTarget: boolean }[];
}

/**
 * The deployment of documents that somebody wrote. Throws where they do not say what kind of principal the readers are; where an entry
 * of a list is no object; where a reader has two associations; where a group of a user or a copy of a secret is missing; and where IAM could not have a role or user.
 */
export function givenDeployment(
  documents: AccessDocuments,
  settings: ProblemSettings = {},
): Deployment {
  const { associations, grants, principalKind: kind } = documents;
  if (!kind && [...(associations ?? []), ...(grants ?? [])].length > 0) {
    throw new Error(
      "the documents must say in principalKind what kind of principal their readers are",
    );
  }
  demandObjects(documents);
  const known = new Set<string>();
  for (const association of associations ?? []) {
    const { former, roleArn, targetRoleArn, webIdentity } = association;
    const who = () => kind?.words.subject(association);
    if (webIdentity && (targetRoleArn || association.policy)) {
      throw new Error(
        `the documents must have neither targetRoleArn nor policy beside webIdentity, got one of ${who()}`,
      );
    }
    const way = JSON.stringify([
      readerKey(kind, association),
      webIdentity ?? null,
      former ? roleArn : null,
    ]);
    if (known.has(way)) {
      throw new Error(
        `the documents must have one association of each reader, got two of ${who()}`,
      );
    }
    known.add(way);
  }
  for (const user of documents.users ?? []) groupsOf(documents, user);
  checkPrincipals(documents);
  for (const { arn, copies } of documents.secrets ?? []) {
    const missing = copies?.find((copy) => !findByArn(documents.secrets, copy));
    if (missing) {
      throw new Error(`the documents must hold every copy of a secret, got ${arn} with ${missing}`);
    }
  }
  return deploymentOf(documents, settings);
}

/** Else a list of texts might be read by one question and be passed over by another. */
function demandObjects(documents: AccessDocuments): void {
  const { associations, grants, groups, keys, parameters, roles } = documents;
  const { secrets, users, vpcEndpoints } = documents;
  const lists = { associations, grants, groups, keys, parameters, roles, secrets, users };
  for (const [name, list] of Object.entries({ ...lists, vpcEndpoints })) {
    for (const one of list ?? []) {
      if (isMapping(one)) continue;
      throw new Error(`the documents must hold objects in ${name}, got ${JSON.stringify(one)}`);
    }
  }
}

export function deploymentOf(
  documents: AccessDocuments,
  settings: ProblemSettings = {},
): Deployment {
  const list = <T>(entries: T[] | null | undefined): T[] => entries ?? [];
  const associations = list(documents.associations);
  const grants = list(documents.grants);
  const kind = documents.principalKind;
  const described = (named: object) => describeReader(kind, named);
  const byKey = lazily(() => grouped(associations, (one) => [readerKey(kind, one)]));
  const readerBy = memoize((association: AssociationDocuments): DeclaredReader => {
    const { roleArn, targetRoleArn } = association;
    return { ...described(association), association, readingRole: targetRoleArn ?? roleArn };
  });
  const associationsBy = (named: object) => byKey().get(readerKey(kind, named));
  const declared = (named: object): DeclaredReader[] =>
    associationsBy(named)?.map(readerBy) ?? [described(named)];
  const copies = lazily(() => copiesIn(list(documents.secrets)));
  const copiesOf = (arn: string) => copies()(arn);
  // Most questions are about few of the readers, so that only these are described.
  const bySecret = lazily(() => grouped(grants, ({ secret }) => copiesOf(secret)));
  const byReader = lazily(() => grouped(grants, ({ reader }) => [readerKey(kind, reader)]));
  const rolesOf = ({ roleArn, targetRoleArn }: AssociationDocuments) => [
    roleArn,
    targetRoleArn ?? "",
  ];
  const byRole = lazily(() =>
    grouped(grants, ({ reader }) => [...new Set((associationsBy(reader) ?? []).flatMap(rolesOf))]),
  );
  const readersAs = (arn: string) =>
    (byRole().get(arn) ?? []).flatMap(({ reader, secret }) =>
      (associationsBy(reader) ?? [])
        .filter((one) => rolesOf(one).includes(arn))
        .map((one) => ({ reader: readerBy(one), secret })),
    );
  const byAssociatedRole = lazily(() => grouped(associations, rolesOf));
  const makers = declaredMakers(list(documents.administrators));
  const associationsOf = (arn: string) => byAssociatedRole().get(arn) ?? [];
  return {
    documents,
    settings,
    kind,
    get partition() {
      return partitionOf(documents);
    },
    sourcesOf: (arn) => associationsOf(arn).map((one) => described(one).source),
    administrators: list(documents.administrators).map(administratorArn),
    makersOf: (arn) => makers.get(arn) ?? [],
    declaredAccounts: accountsIn(makers),
    organization: organizationOf(documents),
    keys: list(documents.keys),
    secrets: list(documents.secrets),
    parameters: list(documents.parameters),
    roles: list(documents.roles),
    users: list(documents.users),
    vpcEndpoints: list(documents.vpcEndpoints),
    associations,
    grants,
    policies: policiesIn(documents),
    secret: (arn) => findByArn(documents.secrets, arn),
    parameter: (arn) => findByArn(documents.parameters, arn),
    key: (arn) => findByArn(documents.keys, arn),
    role: (arn) => findByArn(documents.roles, arn),
    readers: declared,
    readerBy,
    copiesOf,
    readersOf: (arn) => {
      const found = (bySecret().get(arn) ?? []).flatMap(({ reader }) => declared(reader));
      return [...new Map(found.map((one) => [one.association ?? one.key, one])).values()];
    },
    grantsOf: ({ key }) => byReader().get(key) ?? [],
    readersAs: (arn) =>
      [...grouped(readersAs(arn), ({ reader }) => [reader.key]).values()].map((entries) => ({
        reader: (entries[0] as (typeof entries)[number]).reader,
        secrets: [...new Set(entries.map(({ secret }) => secret))],
      })),
    associationsOf: (arn) =>
      associationsOf(arn).map((association) => ({
        association,
        asTarget: association.targetRoleArn === arn,
      })),
  };
}

/** Only what was read or is deployed by the inventory: claims are about nothing else. */
export function notAssumed<T extends { assumed?: boolean | null }>(all: readonly T[]): T[] {
  return all.filter(({ assumed }) => !assumed);
}

/**
 * The roles that associations name, without those that others deploy. An account's other roles were not declared for anybody.
 * Only `read-exclusive` asks about them, when it asks what they read.
 */
export function associatedRoles({ associationsOf, roles }: Deployment): RoleDocuments[] {
  return notAssumed(roles).filter(({ arn }) => associationsOf(arn).length > 0);
}

/** The roles in the documents that the reader's association names: its own, then its target. */
export function rolesOfReader(
  deployment: Deployment,
  { association }: DeclaredReader,
): RoleDocuments[] {
  return [association?.roleArn, association?.targetRoleArn].flatMap((arn) =>
    arn ? (deployment.role(arn) ?? []) : [],
  );
}

export function accountOf(arn: string): string {
  return parseArn(arn)?.account ?? "";
}

export function regionOf(arn: string): string {
  return parseArn(arn)?.region ?? "";
}

const partitionOf = memoize(({ keys, parameters, roles, secrets }: AccessDocuments) => {
  const lists = [keys, parameters, roles, secrets];
  const all = lists.flatMap((list) => (list ?? []).map(({ arn }) => parseArn(arn)?.partition));
  const [only, ...others] = new Set(all);
  return others.length === 0 ? only : undefined;
});

function organizationOf(documents: AccessDocuments): Deployment["organization"] {
  const id = documents.organization?.id;
  return id ? { id, accounts: [...organizationMembers(documents)] } : { accounts: [] };
}

/** Whether an ARN is that of a named administrator of the account. */
export function isAdministratorOf(
  { administrators }: Pick<Deployment, "administrators">,
  account: string,
  arn: string,
): boolean {
  return administrators.includes(arn) && accountOf(arn) === account;
}
