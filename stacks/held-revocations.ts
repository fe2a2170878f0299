import { REVOKED, REVOKED_SESSIONS, revocationsIn, type Statement } from "eks-pod-secrets/policy";
import type { HeldResources } from "./held-resources";

/** What `eks-pod-secrets revoke` has put into the policies that a stack holds. */
export interface HeldRevocations {
  /** Statements of a secret's policy by which roles are revoked. */
  statements(secret: string): Statement[];
  /** Names of the inline policies by which a reader's role is revoked. */
  policyNames(reader: string): string[];
  /** ARN of a reader's role. */
  roleArn(reader: string): unknown;
}

export function heldRevocations(resources: HeldResources): HeldRevocations {
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
