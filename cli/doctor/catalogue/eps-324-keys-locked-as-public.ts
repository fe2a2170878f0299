import type { Entry } from "./entry";

export const keysLockedAsPublic: Entry = {
  id: "EPS-324",
  title: "AWS has locked the keys, because they were found in public",
  texts: ["AWSCompromisedKeyQuarantine", "AWSExposedCredentialPolicy_DO_NOT_REMOVE"],
  over: ["EPS-4", "EPS-80"],
  why: "AWS found the access key of this IAM user where everybody reads it, e.g. in a repository, and attached a policy that denies to the user. Whoever copied the key can use what is not denied.",
  check:
    "`aws iam list-attached-user-policies --user-name USER`, and AWS's letter in the Health Dashboard.",
  mend: "Make the key inactive and delete it, look in CloudTrail at what it did, and only then remove the policy. A reader needs no such key: let it use Pod Identity.",
  sources: [
    "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html",
  ],
};
