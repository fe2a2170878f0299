import type { Entry } from "./entry";

export const keyPendingDeletion: Entry = {
  id: "EPS-557",
  title: "the secret's key is scheduled for deletion",
  texts: [
    "KMSInvalidStateException: {key:arn} is pending deletion",
    ":key/{key:keyId!} is pending deletion",
    "KMSInvalidStateException … is pending deletion",
    "is pending deletion. (Service: … KMS",
    "is pending replica deletion",
  ],
  step: "key-state",
  why: "Until its date a key can be kept. After it, everything under it is lost for good.",
  check:
    "`aws kms describe-key --key-id {key} --query KeyMetadata.DeletionDate` with credentials of the owner.",
  mend: "At once: `aws kms cancel-key-deletion --key-id {key}`, then `aws kms enable-key --key-id {key}`, with credentials of the owner.",
  sources: ["https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html"],
};
