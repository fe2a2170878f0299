import { namedPolicy } from "../../identity/policies/named-policy";
import { IDENTIFIER } from "../../operations/input/input";
import { invalidRequest, resourceNotFound } from "../../operations/input/refusals";
import type { EncryptingCall, EncryptingRequest } from "../kms/encrypting-platform";
import { resolveSecret } from "./resolve-secret";
import type { SecretRecord } from "./secret-record";

/** Condition keys of one call. */
export type CallContext = Record<string, string | string[]>;

/**
 * The secret that `SecretId` names, once its resource policy and the caller's own allow what is asked of it. A caller
 * that may not act on a secret is not told whether it exists.
 */
export function authorisedSecret(
  request: EncryptingRequest,
  context: CallContext = {},
): SecretRecord {
  const { platform, call, input, action } = request;
  const found = resolveSecret(platform.store, call, input.text("SecretId", IDENTIFIER));
  if ("missing" in found) {
    platform.authorise(call, {
      action,
      resource: found.missing,
      context: { "secretsmanager:SecretId": found.missing, ...context },
    });
    throw resourceNotFound("Secrets Manager can't find the specified secret.");
  }
  authoriseSecret(request, found.secret, action, context);
  return found.secret;
}

/** Throws `AccessDeniedException` unless the secret's resource policy and the caller's own allow `action` on it. */
export function authoriseSecret(
  request: EncryptingCall,
  secret: SecretRecord,
  action: string,
  context: CallContext = {},
): void {
  request.platform.authorise(request.call, {
    action,
    resource: secret.arn,
    resourceTags: secret.tags,
    ...(secret.policy !== undefined && {
      resourcePolicy: namedPolicy(`resource policy of ${secret.arn}`, secret.policy),
    }),
    context: {
      "secretsmanager:SecretId": secret.arn,
      "secretsmanager:SecretPrimaryRegion": secret.primaryRegion ?? secret.region,
      ...(secret.rotation && {
        "secretsmanager:resource/AllowRotationLambdaArn": secret.rotation.lambdaArn,
      }),
      ...context,
    },
  });
}

/** Throws `InvalidRequestException` where the secret is in its recovery window. */
export function requireNotDeleted({ deletion }: SecretRecord): void {
  if (deletion) {
    throw invalidRequest(
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  }
}

/** Throws `InvalidRequestException` where the secret follows a primary in another Region. */
export function requirePrimary({ primaryRegion }: SecretRecord): void {
  if (primaryRegion !== undefined) {
    throw invalidRequest(
      "Operation not permitted on a replica secret. Call must be made in primary secret's region.",
    );
  }
}
