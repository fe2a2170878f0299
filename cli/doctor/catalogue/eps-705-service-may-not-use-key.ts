import type { Entry } from "./entry";

export const serviceMayNotUseKey: Entry = {
  id: "EPS-705",
  title:
    "the key that a service is to encrypt with is not there, or its policy does not let the service in",
  texts: [
    "The specified KMS key does not exist or is not allowed to be used",
    "encrypted with an inaccessible AWS KMS key",
  ],
  over: ["EPS-465"],
  why: "A service such as CloudWatch Logs calls the key by itself, for a log group or another thing that is made with the key. The key's policy must name the service, and the key must be in the same Region.",
  check:
    "`aws kms describe-key --key-id KEY` in the same Region, and `aws kms get-key-policy --key-id KEY --policy-name default`.",
  mend: "Let the service's principal in by the key's policy, for example `logs.REGION.amazonaws.com`, or name a key of this Region.",
  sources: ["https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html"],
};
