import { parseArn } from "iam-proof/names";
import { namedPolicy } from "../../identity/policies/accept-policy";
import { IDENTIFIER } from "../../operations/input/input";
import {
  invalidParameter,
  invalidRequest,
  resourceNotFound,
} from "../../operations/input/refusals";
import type { Store, StoreWriter } from "../../store/store";
import type { Call } from "../../wire/messages";
import type { EncryptingCall, EncryptingRequest } from "../kms/encrypting-platform";
import { saveSecret } from "./save-secret";
import { findSecret, type SecretRecord, secretArn } from "./secret-record";
import type { SecretValue } from "./secret-value";

type CallContext = Record<string, string | string[]>;

/** The secret that `SecretId` names, if policies allow the call. A caller without rights does not learn whether it exists. */
export function authorisedSecret(
  request: EncryptingRequest,
  context: CallContext = {},
): SecretRecord {
  return requireExisting(lookUpSecret(request, context));
}

/** The same, but the secret need not exist. */
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

export function requireNotDeleted({ deletion }: SecretRecord): void {
  if (deletion) {
    throw invalidRequest(
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  }
}

/** Throws `InvalidParameterException` for a replica, which follows a primary in another Region. */
export function requirePrimary({ primaryRegion }: SecretRecord): void {
  if (primaryRegion !== undefined) {
    throw invalidParameter(
      "Operation not permitted on a replica secret. Call must be made in primary secret's region.",
    );
  }
}

/** Replaces the secret if the caller may. Throws for a replica or in the recovery window. `known`: values just given, by version ID. */
export function changeSecret(
  request: EncryptingRequest,
  change: (secret: SecretRecord, writer: StoreWriter) => SecretRecord,
  context: CallContext = {},
  known: Record<string, SecretValue> = {},
): SecretRecord {
  const { platform, call } = request;
  return platform.store.transaction((writer) => {
    const secret = authorisedSecret(request, context);
    requirePrimary(secret);
    requireNotDeleted(secret);
    const changed = change(secret, writer);
    if (changed === secret) return secret;
    return saveSecret(request, writer, { ...changed, lastChanged: call.now }, known);
  });
}

export function shortAnswer({ arn, name }: SecretRecord): { ARN: string; Name: string } {
  return { ARN: arn, Name: name };
}

/** A secret, or the ARN of one that was not found. */
type ResolvedSecret = { secret: SecretRecord } | { missing: string };

function resolveSecret(store: Store, call: Call, secretId: string): ResolvedSecret {
  if (!secretId.startsWith("arn:")) {
    const place = { account: call.caller.account, region: call.region, name: secretId };
    const secret = findSecret(store, call, place);
    return secret ? { secret } : { missing: secretArn(call, secretId) };
  }
  const arn = parseArn(secretId);
  if (arn?.service !== "secretsmanager" || !arn.resource.startsWith("secret:")) {
    throw invalidParameter("Invalid ARN: not the ARN of a secret");
  }
  if (arn.region !== call.region) return { missing: secretId };
  const name = arn.resource.slice("secret:".length);
  const complete = /^(.+)-[A-Za-z0-9]{6}$/.exec(name);
  if (!complete && arn.account !== call.caller.account) return { missing: secretId };
  const secret = findSecret(store, call, { ...arn, name: complete?.[1] ?? name });
  if (!secret || (complete && secret.arn !== secretId)) return { missing: secretId };
  return { secret };
}
