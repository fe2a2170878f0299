import { denied } from "../../identity/authorisation/access-check";
import { sealSession } from "../../identity/callers/session-token";
import type { Platform } from "../../identity/platform";
import type { AccessKeyRecord } from "../../identity/records/iam-records";
import { validationError } from "../../operations/input/refusals";
import { bindOperations, type Request } from "../../operations/service";
import { AwsError, type QueryService } from "../../wire/messages";
import { assume, credentialsOutput, readAssumption, sessionOutput } from "./assume";
import OPERATIONS from "./operations.json";
import { assumeRoleWithWebIdentity } from "./web-identity";

const RUNS = {
  assumeRole,
  assumeRoleWithWebIdentity,
  decodeAuthorizationMessage,
  getAccessKeyInfo,
  getCallerIdentity,
  getSessionToken,
};

export function createSts(platform: Platform): QueryService {
  const service = {
    protocol: "query",
    signingName: "sts",
    unsupported: "ValidationError",
    version: "2011-06-15",
  } as const;
  return {
    ...service,
    refusesStrays: true,
    unsigned: ["AssumeRoleWithWebIdentity"],
    operations: bindOperations(platform, service, OPERATIONS, RUNS),
  };
}

function assumeRole(request: Request) {
  const { platform, input } = request;
  const assumption = readAssumption(platform, input);
  const session = assume(request, assumption);
  checkPackedSize(session.packedPolicySize, assumption.sessionPolicies.length > 0);
  return sessionOutput(session);
}

/** EKS Auth skips this check: an estimate must not refuse a pod. */
function checkPackedSize(percent: number, hasPolicies: boolean): void {
  if (percent <= 100) return;
  const takes = hasPolicies ? "Packed policy" : "Packed size of session tags";
  const more = hasPolicies ? ", please use smaller policy" : "";
  throw new AwsError(
    "PackedPolicyTooLarge",
    `${takes} consumes ${percent}% of allotted space${more}.`,
  );
}

/** Returns the caller's identity. AWS allows it to everyone, whatever policies say. */
function getCallerIdentity({ call: { caller } }: Request) {
  return { UserId: caller.userId, Account: caller.account, Arn: caller.arn };
}

/** No service of the sandbox returns encoded messages, so none can be decoded. */
function decodeAuthorizationMessage({ platform, call, input, action }: Request) {
  input.text("EncodedMessage", { min: 1, max: 10_240 });
  platform.authorise(call, { action, resource: "*" });
  throw new AwsError("InvalidAuthorizationMessageException", "Message is not valid");
}

const ACCESS_KEY_ID = { min: 16, max: 128, pattern: /^\w+$/ };

function getAccessKeyInfo({ platform, call, input, action }: Request) {
  const id = input.text("AccessKeyId", ACCESS_KEY_ID);
  platform.authorise(call, { action, resource: "*" });
  if (id.startsWith("ASIA")) {
    throw validationError("AccessKeyId of a session is not offered by the sandbox");
  }
  const key = platform.store.get<AccessKeyRecord>(["access-key", id]);
  if (!key) throw validationError(`Access Key ID ${id} is not valid`);
  return { Account: key.account };
}

const DURATION = { min: 900, max: 129_600 };

/** A user's temporary credentials, which need no policy: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html */
function getSessionToken({ platform, call, input, action }: Request) {
  const { account, arn, userId, issuedAt } = call.caller;
  if (issuedAt !== undefined) {
    throw denied(
      call.caller,
      { action, resource: "*" },
      "",
      "a session cannot make such a session",
    );
  }
  const seconds = input.integer("DurationSeconds", DURATION) ?? 43_200;
  const session = sealSession(platform.store, {
    account,
    userName: arn.slice(arn.lastIndexOf("/") + 1),
    userId,
    issuedAt: call.now.getTime(),
    expiresAt: call.now.getTime() + seconds * 1000,
  });
  return { Credentials: credentialsOutput(session) };
}
