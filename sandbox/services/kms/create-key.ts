import { booleanMember, optionalString } from "../../operations/input/member";
import { requestTagContext } from "../../operations/tags/tags";
import type { Operation } from "../../wire/messages/operation";
import { AwsError } from "../../wire/messages/operation";
import { acceptKeyPolicy } from "./accept-key-policy";
import { authoriseCaller } from "./authorise-key";
import { defaultKeyPolicy } from "./default-key-policy";
import { keyMetadata } from "./key-metadata";
import { putKey } from "./key-record";
import { readKeyTags } from "./key-tags";
import type { KmsContext } from "./kms-context";
import { newKey } from "./new-key";

/** `CreateKey`: symmetric encryption keys with material of KMS's own. */
export function createKey(context: KmsContext): Operation {
  return (call, input) => {
    const use = { call };
    const { account, partition } = call.caller;
    const tags = readKeyTags(input);
    const multiRegion = booleanMember(input, "MultiRegion");
    const description = optionalString(input, "Description", { max: 8192 }) ?? "";
    const policy = optionalString(input, "Policy", { min: 1, max: 131_072 });
    requireSymmetric(
      optionalString(input, "KeySpec") ?? optionalString(input, "CustomerMasterKeySpec"),
      "SYMMETRIC_DEFAULT",
      "KeySpec",
    );
    requireSymmetric(optionalString(input, "KeyUsage"), "ENCRYPT_DECRYPT", "KeyUsage");
    requireSymmetric(optionalString(input, "Origin"), "AWS_KMS", "Origin");

    authoriseCaller(context, use, "CreateKey", "*", {
      "kms:BypassPolicyLockoutSafetyCheck": String(
        booleanMember(input, "BypassPolicyLockoutSafetyCheck"),
      ),
      "kms:KeySpec": "SYMMETRIC_DEFAULT",
      "kms:KeyUsage": "ENCRYPT_DECRYPT",
      "kms:KeyOrigin": "AWS_KMS",
      "kms:MultiRegion": String(multiRegion),
      ...requestTagContext(tags),
    });
    const key = newKey(context, call, {
      description,
      manager: "CUSTOMER",
      policy: defaultKeyPolicy(partition, account),
      tags,
      ...(multiRegion && { multiRegion: { primaryRegion: call.region, replicaRegions: [] } }),
    });
    if (Object.keys(tags).length > 0) {
      authoriseCaller(context, use, "TagResource", key.arn, requestTagContext(tags));
    }
    if (policy !== undefined) key.policy = acceptKeyPolicy(context, call, key, policy, input);
    context.platform.store.transaction((writer) => putKey(writer, key));
    return { KeyMetadata: keyMetadata(key) };
  };
}

function requireSymmetric(value: string | undefined, only: string, member: string): void {
  if (value !== undefined && value !== only) {
    throw new AwsError(
      "UnsupportedOperationException",
      `${member} must be ${only} in the sandbox, got ${value}`,
    );
  }
}
