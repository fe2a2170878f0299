import { requestTagContext } from "../../identity/policies/request-tags";
import { unsupportedOperation } from "../../operations/input/refusals";
import { acceptKeyPolicy } from "./accept-key-policy";
import { authoriseCaller } from "./authorise-key";
import { defaultKeyPolicy } from "./default-key-policy";
import { keyMetadata } from "./key-metadata";
import { putKey } from "./key-record";
import type { KmsRequest } from "./kms-context";
import { newKey } from "./new-key";
import { readKeyTags } from "./tagging";

/** Symmetric encryption keys with material of KMS's own. */
export function createKey(request: KmsRequest) {
  const { platform, call, input, action } = request;
  const { account, partition } = call.caller;
  const tags = readKeyTags(input);
  const multiRegion = input.flag("MultiRegion");
  const description = input.optionalText("Description", { max: 8192 }) ?? "";
  const policy = input.optionalText("Policy", { min: 1, max: 131_072 });
  requireOnly(
    "SYMMETRIC_DEFAULT",
    "KeySpec",
    input.optionalText("KeySpec") ?? input.optionalText("CustomerMasterKeySpec"),
  );
  requireOnly("ENCRYPT_DECRYPT", "KeyUsage", input.optionalText("KeyUsage"));
  requireOnly("AWS_KMS", "Origin", input.optionalText("Origin"));

  authoriseCaller(request, action, "*", {
    "kms:BypassPolicyLockoutSafetyCheck": String(input.flag("BypassPolicyLockoutSafetyCheck")),
    "kms:KeySpec": "SYMMETRIC_DEFAULT",
    "kms:KeyUsage": "ENCRYPT_DECRYPT",
    "kms:KeyOrigin": "AWS_KMS",
    "kms:MultiRegion": String(multiRegion),
    ...requestTagContext(tags),
  });
  const key = newKey(request, {
    description,
    manager: "CUSTOMER",
    policy: defaultKeyPolicy(partition, account),
    tags,
    ...(multiRegion && { multiRegion: { primaryRegion: call.region, replicaRegions: [] } }),
  });
  if (Object.keys(tags).length > 0) {
    authoriseCaller(request, "kms:TagResource", key.arn, requestTagContext(tags));
  }
  if (policy !== undefined) key.policy = acceptKeyPolicy(request, key, policy);
  platform.store.transaction((writer) => putKey(writer, key));
  return { KeyMetadata: keyMetadata(key) };
}

function requireOnly(only: string, member: string, value: string | undefined): void {
  if (value !== undefined && value !== only) {
    throw unsupportedOperation(`${member} must be ${only} in the sandbox, got ${value}`);
  }
}
