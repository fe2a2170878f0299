import { requestTagContext } from "../../identity/policies/request-tags";
import type { Input } from "../../operations/input/input";
import { unsupportedOperation } from "../../operations/input/refusals";
import { acceptKeyPolicy } from "./accept-key-policy";
import { authoriseCaller } from "./authorise-key";
import { defaultKeyPolicy } from "./default-key-policy";
import { keyMetadata } from "./key-metadata";
import { putKey } from "./key-record";
import type { KmsRequest } from "./kms-context";
import { newKey } from "./new-key";
import { readKeyTags } from "./tagging";

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

/** The kinds of keys that AWS has, by the members that ask for them. */
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
  if (Object.keys(tags).length > 0) {
    authoriseCaller(request, "kms:TagResource", key.arn, requestTagContext(tags));
  }
  if (policy !== undefined) key.policy = acceptKeyPolicy(request, key, policy);
  platform.store.transaction((writer) => putKey(writer, key));
  return { KeyMetadata: keyMetadata(key) };
}

/** Refuses every kind of key but the first of each list. */
function requireOffered(input: Input): void {
  for (const [member, [offered, ...others]] of Object.entries(KINDS)) {
    const value = input.optionalText(member, { oneOf: [offered, ...others] });
    if (value !== undefined && value !== offered) {
      throw unsupportedOperation(`${member}=${value} is not offered by the sandbox`);
    }
  }
}
