import { knownRegions } from "iam-proof/names";
import { shownPolicy } from "../../identity/policies/accept-policy";
import type { Input } from "../../operations/input/input";
import { alreadyExists, unsupportedOperation } from "../../operations/input/refusals";
import { authoriseNewTags, requestTagContext } from "../../operations/tags/tags";
import { authoriseCaller, authorisedKey } from "./authorise-key";
import { acceptKeyPolicy, defaultKeyPolicy } from "./key-policies";
import { findKey, type KeyRecord, keyMetadata, putKey, requireEnabled } from "./key-record";
import type { KmsRequest } from "./kms-context";
import { newKey } from "./managed-key";
import { keyTagList, readKeyTags } from "./tagging";

const SPECS = [
  "SYMMETRIC_DEFAULT",
  ...["RSA_2048", "RSA_3072", "RSA_4096"],
  ...[
    "ECC_NIST_P256",
    "ECC_NIST_P384",
    "ECC_NIST_P521",
    "ECC_SECG_P256K1",
    "ECC_NIST_EDWARDS25519",
  ],
  ...["HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512"],
  ...["SM2", "ML_DSA_44", "ML_DSA_65", "ML_DSA_87"],
] as const;

const KINDS = {
  KeySpec: SPECS,
  CustomerMasterKeySpec: SPECS,
  KeyUsage: ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"],
  Origin: ["AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"],
} as const;

/** Symmetric encryption keys with material of KMS's own. */
export function createKey(request: KmsRequest) {
  const { platform, call, input, action } = request;
  const { account, partition } = call.caller;
  const tags = readKeyTags(input);
  const multiRegion = input.flag("MultiRegion");
  const description = input.optionalText("Description", { max: 8192 }) ?? "";
  const policy = input.optionalText("Policy", { min: 1, max: 131_072 });
  requireOffered(input);

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
  authoriseNewTags(request, "kms:TagResource", key.arn, tags);
  if (policy !== undefined) key.policy = acceptKeyPolicy(request, key, policy);
  platform.store.transaction((writer) => putKey(writer, key));
  return { KeyMetadata: keyMetadata(key) };
}

/** Refuses every kind of key except the first in each list. */
function requireOffered(input: Input): void {
  for (const [member, [offered, ...others]] of Object.entries(KINDS)) {
    const value = input.optionalText(member, { oneOf: [offered, ...others] });
    if (value !== undefined && value !== offered) {
      throw unsupportedOperation(`${member}=${value} is not offered by the sandbox`);
    }
  }
}

const REGION = { max: 32, pattern: /^([a-z]+-){2,3}\d+$/ };

/** Makes a key with the same ID and material in another Region. The replica has its own policy, tags and aliases. */
export function replicateKey(request: KmsRequest) {
  const { platform, call, input } = request;
  const { store } = platform;
  const { account, partition } = call.caller;
  const region = input.text("ReplicaRegion", REGION);
  if (!knownRegions.has(region)) {
    throw unsupportedOperation(`ReplicaRegion must be a Region of AWS, got ${region}`);
  }
  const tags = readKeyTags(input);
  const policy = input.optionalText("Policy", { min: 1, max: 131_072 });
  const description = input.optionalText("Description", { max: 8192 }) ?? "";
  return store.transaction((writer) => {
    const primary = authorisedKey(request, { "kms:ReplicaRegion": region });
    if (primary.multiRegion?.primaryRegion !== primary.region) {
      throw unsupportedOperation(`${primary.arn} is not a multi-region primary key.`);
    }
    requireEnabled(primary);
    if (region === primary.region || findKey(request, account, primary.keyId, region)) {
      throw alreadyExists(`${primary.keyId} already exists in ${region}.`);
    }
    const there = { ...call, region };
    authoriseCaller({ platform, call: there }, "kms:CreateKey", "*", requestTagContext(tags));
    const arn = primary.arn.replace(`:${primary.region}:`, `:${region}:`);
    authoriseNewTags({ platform, call: there }, "kms:TagResource", arn, tags);
    const { primaryRegion, replicaRegions } = primary.multiRegion;
    const multiRegion = { primaryRegion, replicaRegions: [...replicaRegions, region] };
    const replica: KeyRecord = {
      ...primary,
      arn,
      region,
      created: call.now,
      description,
      policy: defaultKeyPolicy(partition, account),
      tags,
      aliases: [],
      multiRegion,
    };
    if (policy !== undefined) {
      replica.policy = acceptKeyPolicy({ platform, call: there, input }, replica, policy);
    }
    putKey(writer, replica);
    for (const sibling of [primaryRegion, ...replicaRegions]) {
      const key = findKey(request, account, primary.keyId, sibling);
      if (key) putKey(writer, { ...key, multiRegion });
    }
    return {
      ReplicaKeyMetadata: keyMetadata(replica),
      ReplicaPolicy: shownPolicy(store, replica.policy),
      ReplicaTags: keyTagList(Object.entries(tags)),
    };
  });
}
