import { parseArn } from "iam-proof/names";
import { invalidParameter } from "../../operations/input/refusals";
import type { Store } from "../../store/store";
import type { Call } from "../../wire/messages/operation";
import { secretArn } from "./secret-arn";
import { findSecret, type SecretRecord } from "./secret-record";

/** A secret, or the ARN under which it was looked for in vain. */
export type ResolvedSecret = { secret: SecretRecord } | { missing: string };

/**
 * Finds what a `SecretId` names: an ARN, or in the caller's own account a name or an ARN without its six random
 * characters. As in AWS, a partial ARN fails where the name itself ends in a hyphen and six characters.
 */
export function resolveSecret(store: Store, call: Call, secretId: string): ResolvedSecret {
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
