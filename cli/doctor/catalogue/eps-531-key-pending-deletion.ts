import type { Entry } from "./entry";

export const keyPendingDeletion: Entry = {
  id: "EPS-531",
  title: "The key that encrypts the value is scheduled for deletion.",
  texts: ["{key:arn} is pending deletion."],
  step: "key-state",
  why: "A key that waits for its deletion decrypts nothing. Once it is deleted, all values under it are lost.",
  check: "`aws kms describe-key --key-id KEY` answers PendingDeletion and the date.",
  mend: "`aws kms cancel-key-deletion --key-id KEY`, and then `aws kms enable-key --key-id KEY`, with credentials of the key's account.",
  sources: ["https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html"],
};
