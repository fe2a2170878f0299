import { RunError } from "@pulumi/pulumi";

import type { ResolvedReader, ResolvedRole, ResolvedSecret } from "../sdk/grant";
import type { Statement } from "../sdk/policy";
import { REVOKED, REVOKED_SESSIONS, revocationsIn, revokedRole } from "../sdk/policy/revocation";
import type { HeldResources } from "./held-resources";

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

/** Another role in the place of a revoked one would be free to read: it is a `RunError`, before anything is registered. */
export function revocationsOf(
  resources: HeldResources,
  roles: readonly ReadingRole[],
): Revocations {
  const named = new Map(
    Object.entries(resources).map(([urn, { outputs = {}, type }]) => [
      `${type} ${urn.slice(urn.lastIndexOf("::") + 2)}`,
      outputs,
    ]),
  );
  const kept = new Map(roles.map((one) => [one.reader.id, keptNames(one, named)]));
  return {
    statements({ former, grants, id }) {
      const revoking = [id, ...(former ? [former.id] : [])].flatMap((one) => {
        const found = named.get(`aws:secretsmanager/secretPolicy:SecretPolicy ${one}-policy`);
        if (typeof found?.policy !== "string" || found.policy === "") return [];
        return revocationsIn(JSON.parse(found.policy));
      });
      const readers = new Set(grants.map(({ reader }) => reader.role.arn));
      const kept = revoking.filter((one) => readers.has(revokedRole(one) ?? ""));
      return [...new Map(kept.map((one) => [one.Sid, one])).values()];
    },
    policyNames: ({ id }) => kept.get(id) ?? [],
  };
}

function keptNames(
  { reader: { id }, role }: ReadingRole,
  named: ReadonlyMap<string, Record<string, unknown>>,
): string[] {
  const type = "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive";
  const names = named.get(`${type} ${id}-only-policy`)?.policyNames;
  const present = Array.isArray(names) ? names : [];
  const deployed = named.get(`aws:iam/role:Role ${id}-role`)?.arn;
  if (deployed === role.arn) {
    return [REVOKED, REVOKED_SESSIONS].filter((one) => present.includes(one));
  }
  if (!present.includes(REVOKED)) return [];
  throw new RunError(
    `reader ${id} is revoked, and its role must stay ${deployed}, got ${role.arn}: another role could read; give it back its roleName, namespace and serviceAccount, remove the reader, or lift the revocation first: eks-pod-secrets revoke ${id} --lift`,
  );
}
