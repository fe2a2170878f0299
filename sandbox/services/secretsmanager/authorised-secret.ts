import { namedPolicy } from "../../identity/policies/named-policy";
import { IDENTIFIER } from "../../operations/input/input";
import {
  invalidParameter,
  invalidRequest,
  resourceNotFound,
} from "../../operations/input/refusals";
import type { EncryptingCall, EncryptingRequest } from "../kms/encrypting-platform";
import { type ResolvedSecret, resolveSecret } from "./resolve-secret";
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
  return requireExisting(lookUpSecret(request, context));
}

/** The same, where the secret need not exist. */
export function lookUpSecret(
  request: EncryptingRequest,
  context: CallContext = {},
): ResolvedSecret {
  const { platform, call, input, action } = request;
  const found = resolveSecret(platform.store, call, input.text("SecretId", IDENTIFIER));
  if ("secret" in found) {
    authoriseSecret(request, found.secret, action, context);
    return found;
  }
  platform.authorise(call, {
    action,
    resource: found.missing,
    context: { "secretsmanager:SecretId": found.missing, ...context },
  });
  return found;
}

/** Throws `ResourceNotFoundException` for a secret that does not exist. */
export function requireExisting(found: ResolvedSecret): SecretRecord {
  if ("secret" in found) return found.secret;
  throw resourceNotFound("Secrets Manager can't find the specified secret.");
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

/** Throws `InvalidParameterException` where the secret follows a primary in another Region. */
export function requirePrimary({ primaryRegion }: SecretRecord): void {
  if (primaryRegion !== undefined) {
    throw invalidParameter(
      "Operation not permitted on a replica secret. Call must be made in primary secret's region.",
    );
  }
}
