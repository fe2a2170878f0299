import { RunError } from "@pulumi/pulumi";
import {
  hasMoved,
  parseArn,
  type ResolvedReader,
  type ResolvedRole,
  type ResolvedSecret,
} from "eks-pod-secrets/grant";
import {
  type FormerWays,
  REVOKED,
  REVOKED_SESSIONS,
  revocationsIn,
  revokedReaderStatement,
  revokedRole,
  type Statement,
} from "eks-pod-secrets/policy";
import { readRevokedRoles } from "./confirmed";
import { type HeldResources, readHeldResources } from "./held-resources";
import { stackName } from "./stack-plan";
import type { StackScope } from "./stack-scope";

/** What `eks-pod-secrets revoke` has added to a stack's policies, and the stack keeps. */
export interface Revocations {
  /**
   * Statements in the policy of a secret, or of the one that it replaces. A reader that is no longer in the inventory leaves none
   * behind. `ownRoles`: further roles as which readers are let in.
   */
  statements(secret: ResolvedSecret, ownRoles?: FormerWays["ownRoles"]): Statement[];
  /** Names of inline policies of a reader's role in this stack. */
  policyNames(reader: ResolvedReader): string[];
}

/** A role in this stack that a reader reads as. */
interface ReadingRole {
  reader: ResolvedReader;
  role: ResolvedRole;
}

/**
 * Throws a `RunError`, before anything is registered, if another role would replace a revoked one: it would be free to read.
 * `revokedRoles`: ARNs of roles that this stack may not know of by itself.
 */
export function revocationsOf(
  resources: HeldResources,
  roles: readonly ReadingRole[],
  revokedRoles: ReadonlySet<string> = new Set(),
): Revocations {
  const held = heldRevocations(resources);
  const kept = new Map(roles.map((one) => [one.reader.id, keptNames(one, held)]));
  return {
    statements({ account, former, grants, id }, ownRoles) {
      const roles = grants.flatMap(({ reader }) => [
        reader.role.arn,
        ownRoles?.get(reader.id) ?? reader.role.arn,
      ]);
      const revoked = roles.filter(
        (arn) => parseArn(arn)?.account !== account.id && revokedRoles.has(arn),
      );
      const revoking = [
        ...[id, ...(former ? [former.id] : [])]
          .flatMap(held.statements)
          .filter((one) => roles.some((arn) => arn === revokedRole(one))),
        ...revoked.map(revokedReaderStatement),
      ];
      return [...new Map(revoking.map((one) => [one.Sid, one])).values()];
    },
    policyNames: ({ id }) => kept.get(id) ?? [],
  };
}

function keptNames({ reader: { id }, role }: ReadingRole, held: HeldRevocations): string[] {
  const names = held.policyNames(id);
  const deployed = held.roleArn(id);
  if (deployed === role.arn) return names;
  if (!names.includes(REVOKED)) return [];
  throw new RunError(
    `reader ${id} is revoked, and its role must stay ${deployed}, got ${role.arn}: another role could read; give it back its roleName, namespace and serviceAccount, remove the reader, or lift the revocation first: eks-pod-secrets revoke ${id} --lift`,
  );
}

/**
 * ARNs of revoked roles that this account's own stack may never have seen: those in the environment, and readers of secrets that
 * move into the account, which the stacks of the former owners and of the readers know.
 */
export async function revokedElsewhere({
  account,
  zone,
}: Pick<StackScope, "account" | "zone">): Promise<Set<string>> {
  const moved = zone.secrets.filter((secret) => secret.account === account).filter(hasMoved);
  const readers = moved.flatMap(({ grants }) => grants.map(({ reader }) => reader));
  const [owners, workloads] = await Promise.all([
    held(moved.map(({ former }) => stackName(former.account, "secrets"))),
    held(readers.map(({ role }) => stackName(role.account, "workloads"))),
  ]);
  const denials = owners.flatMap((stack) =>
    moved.flatMap(({ former }) => stack.statements(former.id)),
  );
  const revoked = readers.filter(({ id }) =>
    workloads.some((stack) => stack.policyNames(id).includes(REVOKED)),
  );
  return new Set([
    ...readRevokedRoles(),
    ...denials.flatMap((one) => revokedRole(one) ?? []),
    ...revoked.map(({ role }) => role.arn),
  ]);
}

function held(stacks: readonly string[]) {
  return Promise.all(
    [...new Set(stacks)].map(async (stack) => heldRevocations(await readHeldResources(stack))),
  );
}

/** What `eks-pod-secrets revoke` has added to the policies that a stack holds. */
interface HeldRevocations {
  /** The statements in a secret's policy that revoke roles. */
  statements(secret: string): Statement[];
  /** Names of the inline policies that revoke a reader's role. */
  policyNames(reader: string): string[];
  /** ARN of a reader's role. */
  roleArn(reader: string): unknown;
}

function heldRevocations(resources: HeldResources): HeldRevocations {
  const named = new Map(
    Object.entries(resources).map(([urn, { outputs = {}, type }]) => [
      `${type} ${urn.slice(urn.lastIndexOf("::") + 2)}`,
      outputs,
    ]),
  );
  return {
    statements(secret) {
      const type = "aws:secretsmanager/secretPolicy:SecretPolicy";
      const policy = named.get(`${type} ${secret}-policy`)?.policy;
      if (typeof policy !== "string" || policy === "") return [];
      return revocationsIn(JSON.parse(policy));
    },
    policyNames(reader) {
      const type = "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive";
      const names = named.get(`${type} ${reader}-only-policy`)?.policyNames;
      const present = Array.isArray(names) ? names : [];
      return [REVOKED, REVOKED_SESSIONS].filter((one) => present.includes(one));
    },
    roleArn: (reader) => named.get(`aws:iam/role:Role ${reader}-role`)?.arn,
  };
}
