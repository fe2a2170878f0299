import { denied } from "../../identity/authorisation/access-denied";
import { issueSession, type Session } from "../../identity/callers/issue-session";
import { assumptionActions, trustPolicy } from "../../identity/callers/trust";
import { requestTagContext } from "../../identity/policies/request-tags";
import { findRoleByArn, type RoleRecord } from "../../identity/records/iam-records";
import { validationError } from "../../operations/input/refusals";
import type { Calling } from "../../operations/service";
import type { Call } from "../../wire/messages/operation";
import type { Assumption } from "./read-assumption";
import { inheritTags } from "./tags";

const CHAINED_LIMIT = 3600;

/** Assumes a role as the caller: its own policies and the role's trust must allow it, tags included. */
export function assume(request: Calling, assumption: Assumption): Session {
  const { roleArn, sessionName } = assumption;
  const role = findRoleByArn(request.platform.store, roleArn);
  if (!role) {
    throw denied(
      request.call.caller,
      { action: "sts:AssumeRole", resource: roleArn },
      "",
      `no role ${roleArn} exists`,
    );
  }
  const { transitiveTags } = request.call.caller;
  const tags = inheritTags(assumption.tags, transitiveTags);
  const transitiveTagKeys = [...Object.keys(transitiveTags), ...assumption.transitiveTagKeys];
  for (const action of assumptionActions(tags)) {
    request.platform.authorise(request.call, {
      action,
      resource: role.arn,
      resourceTags: role.tags,
      resourcePolicy: trustPolicy(request.platform.store, role),
      resourceKind: "trust",
      context: {
        "sts:RoleSessionName": sessionName,
        ...requestTagContext(tags),
        ...(transitiveTagKeys.length > 0 && { "sts:TransitiveTagKeys": transitiveTagKeys }),
        ...(assumption.externalId !== undefined && { "sts:ExternalId": assumption.externalId }),
      },
    });
  }
  return issueSession(request.platform.store, {
    role,
    sessionName,
    tags,
    transitiveTagKeys,
    sessionPolicies: assumption.sessionPolicies,
    durationSeconds: durationOf(role, request.call, assumption.durationSeconds),
    now: request.call.now,
  });
}

function durationOf(role: RoleRecord, { caller }: Call, asked = 3600): number {
  if (caller.principal.kind === "session" && asked > CHAINED_LIMIT) {
    throw validationError(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
  }
  if (asked > role.maxSessionDuration) {
    throw validationError(
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
  }
  return asked;
}
