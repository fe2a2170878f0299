import { namedPolicy } from "../../identity/policies/named-policy";
import type { Input } from "../../operations/input/member";
import { IDENTIFIER, requiredString } from "../../operations/input/member";
import type { Call } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import { resolveSecret } from "./resolve-secret";
import type { SecretRecord } from "./secret-record";
import type { SecretsContext } from "./secrets-context";

/** Condition keys of one call. */
export type CallContext = Record<string, string | string[]>;

/**
 * The secret that `SecretId` names, once its resource policy and the caller's own allow `action` on it. A caller
 * that may not act on a secret is not told whether it exists.
 */
export function authorisedSecret(
  { platform }: SecretsContext,
  call: Call,
  input: Input,
  action: string,
  more: CallContext = {},
): SecretRecord {
  const secretId = requiredString(input, "SecretId", IDENTIFIER);
  const found = resolveSecret(platform.store, call, secretId);
  if ("missing" in found) {
    platform.authorise(call, {
      action: `secretsmanager:${action}`,
      resource: found.missing,
      context: { "secretsmanager:SecretId": found.missing, ...more },
    });
    throw secretNotFound();
  }
  authoriseSecret({ platform }, call, found.secret, action, more);
  return found.secret;
}

/** Throws `AccessDeniedException` unless the secret's resource policy and the caller's own allow `action` on it. */
export function authoriseSecret(
  { platform }: Pick<SecretsContext, "platform">,
  call: Call,
  secret: SecretRecord,
  action: string,
  more: CallContext = {},
): void {
  platform.authorise(call, {
    action: `secretsmanager:${action}`,
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
      ...more,
    },
  });
}

/** AWS's words for a secret that is not there. */
function secretNotFound(): AwsError {
  return new AwsError(
    "ResourceNotFoundException",
    "Secrets Manager can't find the specified secret.",
  );
}

/** Throws `InvalidRequestException` where the secret is in its recovery window. */
export function requireNotDeleted({ deletion }: SecretRecord): void {
  if (deletion) {
    throw new AwsError(
      "InvalidRequestException",
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  }
}
