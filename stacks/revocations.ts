import { RunError } from "@pulumi/pulumi";

import type { ResolvedReader, ResolvedRole, ResolvedSecret } from "eks-pod-secrets/grant";
import {
  REVOKED,
  revokedReaderStatement,
  revokedRole,
  type Statement,
} from "eks-pod-secrets/policy";
import type { HeldResources } from "./held-resources";
import { type HeldRevocations, heldRevocations } from "./held-revocations";

/** What `eks-pod-secrets revoke` has put into policies of a stack, which the stack keeps. */
export interface Revocations {
  /** Statements of the policy of a secret, or of the one whose place it takes. A reader that the inventory has no more leaves none behind. */
  statements(secret: ResolvedSecret): Statement[];
  /** Names of inline policies of a reader's role in this stack. */
  policyNames(reader: ResolvedReader): string[];
}

/** A role of this stack, as which a reader reads. */
export interface ReadingRole {
  reader: ResolvedReader;
  role: ResolvedRole;
}

/**
 * Another role in the place of a revoked one would be free to read: it is a `RunError`, before anything is registered.
 * `revokedRoles`: ARNs of roles of which this stack need not know by itself.
 */
export function revocationsOf(
  resources: HeldResources,
  roles: readonly ReadingRole[],
  revokedRoles: ReadonlySet<string> = new Set(),
): Revocations {
  const held = heldRevocations(resources);
  const kept = new Map(roles.map((one) => [one.reader.id, keptNames(one, held)]));
  return {
    statements({ account, former, grants, id }) {
      const readers = grants.map(({ reader }) => reader.role);
      const revoked = readers.filter(
        (role) => role.account !== account && revokedRoles.has(role.arn),
      );
      const revoking = [
        ...[id, ...(former ? [former.id] : [])]
          .flatMap(held.statements)
          .filter((one) => readers.some(({ arn }) => arn === revokedRole(one))),
        ...revoked.map(({ arn }) => revokedReaderStatement(arn)),
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
