import { denied } from "../../identity/authorisation/access-check";
import { issueSession, type Session } from "../../identity/callers/issue-session";
import type { SessionCredentials } from "../../identity/callers/session-token";
import { assumptionActions, trustPolicy } from "../../identity/callers/trust";
import type { Platform } from "../../identity/platform";
import { managedPolicyText } from "../../identity/policies/policies-in-force";
import { findRoleByArn, type RoleRecord } from "../../identity/records/iam-records";
import type { Input } from "../../operations/input/input";
import { validationError } from "../../operations/input/refusals";
import type { Calling } from "../../operations/service";
import { requestTagContext } from "../../operations/tags/tags";
import { AwsError, type Call } from "../../wire/messages";
import { checkPolicy } from "../iam/policy-text";
import { inheritTags, readSessionTags } from "./tags";

const CHAINED_LIMIT = 3600;

/** Assumes a role as the caller. The caller's policies and the role's trust must allow it, with tags. */
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
    durationSeconds: durationOf(role, checkChained(request.call, assumption.durationSeconds)),
    now: request.call.now,
  });
}

/** A session keeps the source identity of the session that makes it. */
function inheritSourceIdentity({ caller }: Call, { sourceIdentity }: Assumption) {
  const inherited = caller.sourceIdentity;
  if (inherited !== undefined && sourceIdentity !== undefined && inherited !== sourceIdentity) {
    throw validationError(
      `The source identity of this session is ${inherited} and cannot be changed to ${sourceIdentity}.`,
    );
  }
  return sourceIdentity ?? inherited;
}

function checkChained({ caller }: Call, asked: number | undefined): number | undefined {
  if (caller.principal.kind === "session" && (asked ?? 0) > CHAINED_LIMIT) {
    throw validationError(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
  }
  return asked;
}

/** How long a session of a role lasts, in seconds. */
export function durationOf(role: RoleRecord, asked = 3600): number {
  if (asked > role.maxSessionDuration) {
    throw validationError(
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
  }
  return asked;
}

const PLAIN_LIMIT = 2048;
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
const SOURCE_IDENTITY = /^(?!aws:)[\w+=,.@-]{2,64}$/;
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;

interface Assumption {
  roleArn: string;
  sessionName: string;
  /** The passed tags. Transitive tags of the caller's session are added. */
  tags: Record<string, string>;
  transitiveTagKeys: string[];
  /** JSON texts. */
  sessionPolicies: string[];
  externalId?: string;
  /** The person behind the session. Sessions that it makes keep it. */
  sourceIdentity?: string;
  durationSeconds?: number;
}

export function readAssumption(platform: Platform, input: Input): Assumption {
  const tags = readSessionTags(input);
  const transitiveTagKeys = input.optionalTexts("TransitiveTagKeys") ?? [];
  const known = new Set(Object.keys(tags).map((key) => key.toLowerCase()));
  if (transitiveTagKeys.some((key) => !known.has(key.toLowerCase()))) {
    throw new AwsError(
      "InvalidParameterValue",
      "The specified transitive tag key must be included in the requested tags.",
    );
  }
  const externalId = input.optionalText("ExternalId", { pattern: EXTERNAL_ID });
  const sourceIdentity = input.optionalText("SourceIdentity", { pattern: SOURCE_IDENTITY });
  const durationSeconds = readDuration(input);
  return {
    ...readTarget(input),
    tags,
    transitiveTagKeys,
    sessionPolicies: readSessionPolicies(platform, input),
    ...(externalId !== undefined && { externalId }),
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    ...(durationSeconds !== undefined && { durationSeconds }),
  };
}

/** The role to be assumed, and the name of its session. */
export function readTarget(input: Input): Pick<Assumption, "roleArn" | "sessionName"> {
  return {
    roleArn: input.text("RoleArn", { min: 20, max: 2048, pattern: /^arn:[^\s]+$/ }),
    sessionName: input.text("RoleSessionName", { pattern: SESSION_NAME }),
  };
}

export function readDuration(input: Input): number | undefined {
  return input.integer("DurationSeconds", { min: 900, max: 43_200 });
}

export function readSessionPolicies(platform: Platform, input: Input): string[] {
  const inline = input.optionalText("Policy");
  if (inline !== undefined) checkPolicy("session", inline);
  const arns = input.list("PolicyArns").map((entry) => input.inside(entry).text("arn"));
  if (arns.length > 10) throw validationError("PolicyArns must hold at most 10 members");
  if ((inline?.length ?? 0) + arns.join("").length > PLAIN_LIMIT) {
    throw validationError(
      `The plaintext of the session policies must be at most ${PLAIN_LIMIT} characters`,
    );
  }
  const managed = arns.map((arn) => {
    const document = managedPolicyText(platform.store, arn);
    if (document === undefined) throw validationError(`PolicyArns: ${arn} does not exist`);
    return document;
  });
  return inline === undefined ? managed : [inline, ...managed];
}

/** A session as STS answers it. */
export function sessionOutput(session: Session) {
  return {
    Credentials: credentialsOutput(session),
    AssumedRoleUser: { AssumedRoleId: session.assumedRoleId, Arn: session.assumedRoleArn },
    PackedPolicySize: session.packedPolicySize,
    SourceIdentity: session.caller.sourceIdentity,
  };
}

export function credentialsOutput(made: SessionCredentials) {
  return {
    AccessKeyId: made.accessKeyId,
    SecretAccessKey: made.secretAccessKey,
    SessionToken: made.sessionToken,
    Expiration: made.expiration,
  };
}
