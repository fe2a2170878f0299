import { denied } from "../../identity/authorisation/access-denied";
import { sealSession } from "../../identity/callers/session-token";
import type { Request } from "../../operations/service";

const DURATION = { min: 900, max: 129_600 };

/**
 * Credentials of the calling user that expire. It proves who the user is, so that no policy decides about it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html
 */
export function getSessionToken({ platform, call, input, action }: Request) {
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
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: session.expiration,
    },
  };
}
