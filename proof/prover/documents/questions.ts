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

/** A document that is asked alone, and the roles whose documents take part. */
export interface DocumentQuestion<Owner> {
  around: Surroundings;
  of: Owner;
  document: RawPolicy | null | undefined;
  policies: ParsedPolicy[];
  roles: RoleDocuments[];
}

export interface SecretQuestion extends DocumentQuestion<SecretDocuments> {
  /** Those declared who read with a role of another account. */
  readers: DeclaredReader[];
}

/** A reader through a target role of the owner's is inside: nobody is to come in through the policy for it. */
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

/** A role of another account, and a secret that it reads or rotates. */
export interface UseOfKey {
  roleArn: string;
  secretArn: string;
  /** What may stand in the encryption context. */
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
  /** Whose sessions it is meant to let in. */
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
  /** Those that it was declared to keep. */
  kept: ParsedPolicy[];
  boundary: ParsedPolicy[];
  /** ARNs of what it was declared to read. */
  declared: string[];
  reads: DeclaredRead[];
  /** ARNs of the roles that it is to become. */
  targetRoles: string[];
}

/** Something that a role was declared to read. */
export interface DeclaredRead {
  target: ReadTarget;
  /** ARNs of it and of its copies. */
  copies: string[];
  /** With which key each copy can be opened. */
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
  /** Say who from outside may fetch the target. */
  policies: ParsedPolicy[];
  opening: Opening;
  session: ParsedPolicy[];
  /** The reader's role, and then its target role. */
  chain: RoleDocuments[];
  /** What the encryption context holds. */
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
  /** Declared readers; no untagged session but its own is like that of one that `isAlone`. */
  readers: { reader: DeclaredReader; isAlone: boolean }[];
  /** The readers' roles, those that may read by their own rights, and who may become them. */
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

/** Whether the role that reads is of another account than the resource. A reader without an association has none. */
function isForeign(role: string | undefined, resource: string): role is string {
  return role !== undefined && accountOf(role) !== accountOf(resource);
}
