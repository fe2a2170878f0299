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
  const sourceIdentity = inheritSourceIdentity(request.call, assumption);
  for (const action of assumptionActions(tags, sourceIdentity)) {
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
        ...(sourceIdentity !== undefined && { "sts:SourceIdentity": sourceIdentity }),
        ...(assumption.externalId !== undefined && { "sts:ExternalId": assumption.externalId }),
      },
    });
  }
  return issueSession(request.platform.store, {
    role,
    sessionName,
    tags,
    transitiveTagKeys,
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    sessionPolicies: assumption.sessionPolicies,
    durationSeconds: durationOf(role, request.call, assumption.durationSeconds),
    now: request.call.now,
  });
}

/** A session keeps the source identity of the one that makes it. */
function inheritSourceIdentity({ caller }: Call, { sourceIdentity }: Assumption) {
  const inherited = caller.sourceIdentity;
  if (inherited !== undefined && sourceIdentity !== undefined && inherited !== sourceIdentity) {
    throw validationError(
      `The source identity of this session is ${inherited} and cannot be changed to ${sourceIdentity}.`,
    );
  }
  return sourceIdentity ?? inherited;
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
