import type { Reader } from "../grant/landing-zone/pods";
import { type PolicyDocument, type Statement, stableSid } from "./document";
import { readerTags } from "./session-tags";

/** Names of the inline policies that a revoked role has. No deployment touches them. */
export const REVOKED = "eks-pod-secrets-revoked";
export const REVOKED_SESSIONS = "eks-pod-secrets-revoked-sessions";

const SID = "Revoked";
export const REVOKED_SESSIONS_SID = "RevokedSessions";

/** Identity policy that denies a role everything, including its existing sessions. */
export function revokedRolePolicy(): PolicyDocument {
  return denyingAll({ Sid: SID });
}

/** Identity policy that denies everything to a role's sessions that began before a time. It stays when the role may read again. */
export function revokedSessionsPolicy(before: Date): PolicyDocument {
  const Condition = { DateLessThan: { "aws:TokenIssueTime": before.toISOString() } };
  return denyingAll({ Sid: REVOKED_SESSIONS_SID, Condition });
}

/** A role that passes to another reader. */
export interface RolePassing {
  to: Reader;
  /** Its trust policy from then on. Undefined if that stays. */
  trust?: PolicyDocument;
  /** Whether sessions of its pods may have no tags. */
  untagged?: boolean;
}

/**
 * Identity policy of a role that passes to another reader. It denies everything to sessions that began before, and to those of any
 * other pod: such sessions may still begin until AWS has spread the new trust policy. It has the name of `revokedSessionsPolicy`.
 */
export function passedRolePolicy(
  { to, untagged }: Pick<RolePassing, "to" | "untagged">,
  before: Date,
): PolicyDocument {
  // The tags cannot tell sessions without tags from those of other pods.
  if (untagged) return revokedSessionsPolicy(before);
  const others = Object.entries(readerTags("aws:PrincipalTag", to)).map(
    ([tag, value], index): Statement => ({
      ...{ Sid: `OtherPods${index + 1}`, Effect: "Deny", Action: "*", Resource: "*" },
      Condition: { StringNotEquals: { [tag]: value } },
    }),
  );
  const { Statement: revoked, ...document } = revokedSessionsPolicy(before);
  return { ...document, Statement: [...[revoked].flat(), ...others] };
}

/** Whether such a policy denies the pods that a role passes to: it was written for others, or for sessions with other tags. */
export function deniesPods(
  document: PolicyDocument,
  passing: Pick<RolePassing, "to" | "untagged">,
): boolean {
  const others = ({ Statement }: PolicyDocument) => [Statement].flat().slice(1);
  const own = others(passedRolePolicy(passing, new Date(0)));
  const found = others(document);
  return found.length > 0 && JSON.stringify(found) !== JSON.stringify(own);
}

function denyingAll(statement: Pick<Statement, "Sid" | "Condition">): PolicyDocument {
  const { Condition, Sid } = statement;
  return {
    Version: "2012-10-17",
    Statement: [
      { Sid, Effect: "Deny", Action: "*", Resource: "*", ...(Condition && { Condition }) },
    ],
  };
}

/** A statement for a secret's policy that denies the secret to a role of another account, whatever that account allows. */
export function revokedReaderStatement(roleArn: string): Statement {
  return {
    Sid: stableSid([SID], roleArn),
    Effect: "Deny",
    Principal: "*",
    Action: "secretsmanager:*",
    Resource: "*",
    Condition: { ArnEquals: { "aws:PrincipalArn": roleArn } },
  };
}

/** The statements in a secret's policy that revoke roles. */
export function revocationsIn(document: Pick<PolicyDocument, "Statement">): Statement[] {
  return [document.Statement].flat().filter((statement) => {
    const role = revokedRole(statement);
    return role !== undefined && statement.Sid === revokedReaderStatement(role).Sid;
  });
}

/** The role that such a statement revokes. */
export function revokedRole({ Condition, Effect }: Statement): string | undefined {
  const role = Condition?.ArnEquals?.["aws:PrincipalArn"];
  return Effect === "Deny" && typeof role === "string" ? role : undefined;
}
