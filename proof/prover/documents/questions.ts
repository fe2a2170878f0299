import type {
  AssociationDocuments,
  KeyDocuments,
  RoleDocuments,
  SecretDocuments,
} from "../../domain/documents";
import { grantPolicies } from "../../domain/key-grants";
import { mayOpen } from "../../domain/keys-that-open";
import type { NamedPolicy, ParsedPolicy, RawPolicy } from "../../grammar/syntax";
import {
  accountOf,
  type DeclaredReader,
  type Deployment,
  rolesOfReader,
  type Surroundings,
} from "./deployment";
import {
  type Opening,
  openingOf,
  type ReadQuestion,
  readQuestion,
  waysToOpen,
} from "./key-of-read";
import { readDocument } from "./policies";
import {
  contextArns,
  type ReadTarget,
  readTarget,
  resourcePolicyOf,
  rotationRole,
} from "./read-target";
import { type Administration, administrationOf } from "./role-makers";
import { rolesThatMayRead, withAssumers } from "./roles-that-may-read";

/** A question about a single document, with the roles that matter. */
export interface DocumentQuestion<Owner> {
  around: Surroundings;
  of: Owner;
  document: RawPolicy | null | undefined;
  policies: ParsedPolicy[];
  roles: RoleDocuments[];
}

export interface SecretQuestion extends DocumentQuestion<SecretDocuments> {
  /** The declared readers with a role of another account. */
  readers: DeclaredReader[];
}

/** Readers with a target role in the owner's account are inside, so the policy need not let anybody in for them. */
export function secretQuestion(deployment: Deployment, secret: SecretDocuments): SecretQuestion {
  const readers = deployment
    .readersOf(secret.arn)
    .filter(({ readingRole }) => isForeign(readingRole, secret.arn));
  const rotating = deployment.role(rotationRole(secret) ?? "");
  return {
    around: deployment,
    of: secret,
    document: secret.policy,
    policies: deployment.policies.ofSecret(secret),
    roles: [
      ...readers.flatMap((reader) => rolesOfReader(deployment, reader)),
      ...(rotating ? [rotating] : []),
    ],
    readers,
  };
}

/** A role of another account with the secrets that it reads or rotates. */
export interface UseOfKey {
  roleArn: string;
  secretArn: string;
  /** The possible values in the encryption context. */
  contexts: string[];
}

export interface KeyQuestion extends DocumentQuestion<KeyDocuments> {
  grants: NamedPolicy[];
  parsedGrants: ParsedPolicy[];
  /** ARNs of the secrets that it may open. */
  secrets: string[];
  reads: UseOfKey[];
  rotations: UseOfKey[];
}

export function keyQuestion(deployment: Deployment, key: KeyDocuments): KeyQuestion {
  const { grants, policy } = deployment.policies.ofKey(key);
  const secrets = deployment.secrets.filter((secret) => mayOpen(key, secret));
  const usesBy = (rolesOf: (secret: SecretDocuments) => (string | undefined)[]) =>
    secrets.flatMap((secret) => {
      const contexts = contextArns(deployment, secret.arn);
      const foreign = rolesOf(secret).filter((one) => isForeign(one, key.arn));
      return foreign.map((roleArn) => ({ roleArn, secretArn: secret.arn, contexts }));
    });
  const reads = usesBy(({ arn }) =>
    deployment.readersOf(arn).map(({ readingRole }) => readingRole),
  );
  const rotations = usesBy((secret) => [rotationRole(secret)]);
  return {
    around: deployment,
    of: key,
    document: key.policy,
    policies: policy,
    grants: grantPolicies(key),
    parsedGrants: grants,
    roles: [...reads, ...rotations].flatMap(({ roleArn }) => deployment.role(roleArn) ?? []),
    secrets: secrets.map(({ arn }) => arn),
    reads,
    rotations,
  };
}

export interface TrustQuestion extends DocumentQuestion<RoleDocuments> {
  /** The sessions that it is meant to let in. */
  sessions: { association: AssociationDocuments; asTarget: boolean; reader: DeclaredReader }[];
}

export function trustQuestion(deployment: Deployment, role: RoleDocuments): TrustQuestion {
  return {
    around: deployment,
    of: role,
    document: role.trust,
    policies: deployment.policies.trustOf(role),
    roles: [role],
    sessions: deployment
      .associationsOf(role.arn)
      .map((one) => ({ ...one, reader: deployment.readerBy(one.association) })),
  };
}

export interface RoleQuestion {
  around: Surroundings;
  role: RoleDocuments;
  policies: ParsedPolicy[];
  /** The policies that it was declared to keep. */
  kept: ParsedPolicy[];
  boundary: ParsedPolicy[];
  /** ARNs of what it was declared to read. */
  declared: string[];
  reads: DeclaredRead[];
  /** ARNs of the roles that it should assume. */
  targetRoles: string[];
}

/** Something that a role was declared to read. */
export interface DeclaredRead {
  target: ReadTarget;
  /** ARNs of it and of its copies. */
  copies: string[];
  /** The keys that can open each copy. */
  openings: { copy: string; key: string }[];
}

export function roleQuestion(deployment: Deployment, role: RoleDocuments): RoleQuestion {
  const declared = deployment
    .readersAs(role.arn)
    .filter(({ reader }) => reader.readingRole === role.arn)
    .flatMap(({ secrets }) => secrets);
  const readOf = (arn: string): DeclaredRead[] => {
    const target = readTarget(deployment, arn);
    if (!target) return [];
    const copies = contextArns(deployment, arn);
    const openings = copies
      .flatMap((copy) => readTarget(deployment, copy) ?? [])
      .flatMap((copy) => waysToOpen(deployment, copy))
      .flatMap(({ of: { arn: copy, key } }) => (key ? [{ copy, key }] : []));
    return [{ target, copies, openings }];
  };
  return {
    around: deployment,
    role,
    policies: deployment.policies.heldBy(role),
    kept: deployment.policies.keptBy(role),
    boundary: deployment.policies.boundaryOf(role),
    declared,
    reads: declared.flatMap(readOf),
    targetRoles: deployment
      .associationsOf(role.arn)
      .flatMap(({ asTarget, association: { targetRoleArn } }) =>
        asTarget || !targetRoleArn ? [] : [targetRoleArn],
      ),
  };
}

export interface GrantQuestion {
  around: Surroundings;
  reader: DeclaredReader;
  association: AssociationDocuments;
  target: ReadTarget;
  /** The policies that say who from outside may fetch the target. */
  policies: ParsedPolicy[];
  opening: Opening;
  session: ParsedPolicy[];
  /** The reader's role, and then its target role. */
  chain: RoleDocuments[];
  /** The ARN in the encryption context. */
  contextArn: string;
}

export function grantQuestion(
  deployment: Deployment,
  reader: DeclaredReader,
  { association, target }: Pick<GrantQuestion, "association" | "target">,
  contextArn = target.of.arn,
): GrantQuestion {
  const title = "session policy of the association";
  return {
    around: deployment,
    reader,
    association,
    target,
    policies: resourcePolicyOf(deployment, target),
    opening: openingOf(deployment, target),
    session: readDocument("session", title, association.roleArn, association.policy),
    chain: rolesOfReader(deployment, { ...reader, association }),
    contextArn,
  };
}

export interface ExclusiveQuestion {
  around: Surroundings;
  read: ReadQuestion;
  /** The declared readers. `isAlone`: no other untagged session is like the reader's. */
  readers: { reader: DeclaredReader; isAlone: boolean }[];
  /** The readers' roles, roles that may read by their own rights, and those that may assume them. */
  roles: RoleDocuments[];
  administration: Administration;
}

export function exclusiveQuestion(deployment: Deployment, target: ReadTarget): ExclusiveQuestion {
  const { arn } = target.of;
  const administration = administrationOf(deployment, accountOf(arn));
  const readers = deployment.readersOf(arn);
  const isAlone = ({ association }: DeclaredReader) => {
    const all = deployment.associationsOf(association?.roleArn ?? "");
    return all.filter((one) => one.association.disableSessionTags).length === 1;
  };
  return {
    around: deployment,
    read: readQuestion(deployment, target),
    readers: readers.map((reader) => ({ reader, isAlone: isAlone(reader) })),
    roles: withAssumers(deployment, [
      ...readers.flatMap((reader) => rolesOfReader(deployment, reader)),
      ...rolesThatMayRead(deployment, target),
      ...administration.behind.roles,
    ]),
    administration,
  };
}

/** Whether the reading role is in another account than the resource. A reader without an association has no role. */
function isForeign(role: string | undefined, resource: string): role is string {
  return role !== undefined && accountOf(role) !== accountOf(resource);
}
