import { denied } from "../../identity/authorisation/access-denied";
import { issueSession, type Session } from "../../identity/callers/issue-session";
import { assumptionActions, trustPolicy } from "../../identity/callers/trust";
import { findRoleByArn, type RoleRecord } from "../../identity/records/iam-records";
import { AwsError, type Call, type Operation } from "../../wire/messages/operation";
import type { Platform } from "../../wire/messages/service";
import { type Assumption, readAssumption } from "./read-assumption";
import { inheritTags, tagContext } from "./tags";

const CHAINED_LIMIT = 3600;

/** `AssumeRole` as an operation of STS. */
export function assumeRoleOperation(platform: Platform): Operation {
  return (call, input) => {
    const session = assumeRole(platform, call, readAssumption(platform, input));
    return {
      Credentials: {
        AccessKeyId: session.accessKeyId,
        SecretAccessKey: session.secretAccessKey,
        SessionToken: session.sessionToken,
        Expiration: session.expiration,
      },
      AssumedRoleUser: { AssumedRoleId: session.assumedRoleId, Arn: session.assumedRoleArn },
      PackedPolicySize: session.packedPolicySize,
    };
  };
}

/** Assumes a role as the caller: its own policies and the role's trust must allow it, tags included. */
export function assumeRole(platform: Platform, call: Call, assumption: Assumption): Session {
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
      resourcePolicy: trustPolicy(platform, role),
      resourceKind: "trust",
      context: {
        "sts:RoleSessionName": sessionName,
        ...tagContext(tags),
        ...(transitiveTagKeys.length > 0 && { "sts:TransitiveTagKeys": transitiveTagKeys }),
        ...(assumption.externalId !== undefined && { "sts:ExternalId": assumption.externalId }),
      },
    });
  }
  return issueSession(platform, {
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
