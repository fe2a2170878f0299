import { accountRootArn } from "iam-proof/names";
import { sizeQuotas } from "iam-proof/quotas";
import { acceptPolicy, namedPolicy, shownPolicy } from "../../identity/policies/accept-policy";
import type { Input } from "../../operations/input/input";
import { notFound } from "../../operations/input/refusals";
import { cutPage, PAGES } from "../../operations/paging/page";
import { AwsError } from "../../wire/messages";
import { authorisedKey, changeKey } from "./authorise-key";
import type { KeyRecord } from "./key-record";
import type { KmsRequest } from "./kms-context";

/** The name of a key's only policy. */
const ONLY = "default";

export function getKeyPolicy(request: KmsRequest) {
  checkName(request.input);
  const { policy } = authorisedKey(request);
  return { Policy: shownPolicy(request.platform.store, policy), PolicyName: ONLY };
}

export function putKeyPolicy(request: KmsRequest) {
  const { input } = request;
  checkName(input);
  const policy = input.text("Policy", { min: 1, max: 131_072 });
  const bypass = input.flag("BypassPolicyLockoutSafetyCheck");
  changeKey(request, (key) => ({ ...key, policy: acceptKeyPolicy(request, key, policy) }), {
    "kms:BypassPolicyLockoutSafetyCheck": String(bypass),
  });
}

export function listKeyPolicies(request: KmsRequest) {
  authorisedKey(request);
  const { items, more } = cutPage([ONLY], request.input, PAGES.kms, 1000);
  return { PolicyNames: items, ...more };
}

function checkName(input: Input): void {
  const name = input.optionalText("PolicyName", { min: 1, max: 128 }) ?? ONLY;
  if (name !== ONLY) throw notFound("No such policy exists");
}

const LARGEST = sizeQuotas.keyPolicy.default;

/** Returns the policy to store. Throws `MalformedPolicyDocumentException`, also for one that would lock its caller out. */
export function acceptKeyPolicy(
  { platform, call, input }: Pick<KmsRequest, "platform" | "call" | "input">,
  key: Pick<KeyRecord, "arn" | "tags">,
  policy: string,
): string {
  if (policy.length > LARGEST) {
    throw new AwsError(
      "LimitExceededException",
      `a key policy must have at most ${LARGEST} characters, got ${policy.length}`,
    );
  }
  const stored = acceptPolicy(platform.store, policy, {
    name: `key policy of ${key.arn}`,
    kind: "key",
    invalidPrincipal: "Policy contains a statement with one or more invalid principals.",
  });
  if (input.flag("BypassPolicyLockoutSafetyCheck")) return stored;
  try {
    platform.authorise(call, {
      action: "kms:PutKeyPolicy",
      resource: key.arn,
      resourceTags: key.tags,
      resourcePolicy: namedPolicy(`new key policy of ${key.arn}`, stored),
      resourceKind: "key",
    });
    return stored;
  } catch (error) {
    if (!(error instanceof AwsError && error.code === "AccessDeniedException")) throw error;
    throw new AwsError(
      "MalformedPolicyDocumentException",
      "The new key policy will not allow you to update the key policy in the future.",
    );
  }
}

/** The default policy of a key: its account's identity policies decide. */
export function defaultKeyPolicy(partition: string, account: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Id: "key-default-1",
    Statement: [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: accountRootArn(partition, account) },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  });
}
