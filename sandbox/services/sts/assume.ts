import { denied } from "../../identity/authorisation/access-denied";
import { issueSession, type Session } from "../../identity/callers/issue-session";
import { assumptionActions, trustPolicy } from "../../identity/callers/trust";
import type { Platform } from "../../identity/platform";
import { requestTagContext } from "../../identity/policies/request-tags";
import { findRoleByArn, type RoleRecord } from "../../identity/records/iam-records";
import { AwsError, type Call } from "../../wire/messages/operation";
import type { Assumption } from "./read-assumption";
import { inheritTags } from "./tags";

const CHAINED_LIMIT = 3600;

/** Assumes a role as the caller: its own policies and the role's trust must allow it, tags included. */
export function assume(platform: Platform, call: Call, assumption: Assumption): Session {
  const { roleArn, sessionName } = assumption;
  const role = findRoleByArn(platform.store, roleArn);
  if (!role) {
    throw denied(
      call.caller,
      { action: "sts:AssumeRole", resource: roleArn },
      "",
      `no role ${roleArn} exists`,
    );
  }
  const { transitiveTags } = call.caller;
  const tags = inheritTags(assumption.tags, transitiveTags);
  const transitiveTagKeys = [...Object.keys(transitiveTags), ...assumption.transitiveTagKeys];
  for (const action of assumptionActions(tags)) {
    platform.authorise(call, {
      action,
      resource: role.arn,
      resourceTags: role.tags,
      resourcePolicy: trustPolicy(platform.store, role),
      resourceKind: "trust",
      context: {
        "sts:RoleSessionName": sessionName,
        ...requestTagContext(tags),
        ...(transitiveTagKeys.length > 0 && { "sts:TransitiveTagKeys": transitiveTagKeys }),
        ...(assumption.externalId !== undefined && { "sts:ExternalId": assumption.externalId }),
      },
    });
  }
  return issueSession(platform.store, {
    role,
    sessionName,
    tags,
    transitiveTagKeys,
    sessionPolicies: assumption.sessionPolicies,
    durationSeconds: durationOf(role, call, assumption.durationSeconds),
    now: call.now,
  });
}

function durationOf(role: RoleRecord, { caller }: Call, asked = 3600): number {
  if (caller.principal.kind === "session" && asked > CHAINED_LIMIT) {
    throw new AwsError(
      "ValidationError",
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
  }
  if (asked > role.maxSessionDuration) {
    throw new AwsError(
      "ValidationError",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
  }
  return asked;
}
