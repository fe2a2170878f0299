import type { Entry } from "./entry";

export const keyUnusable: Entry = {
  id: "EPS-558",
  title: "the secret's key is in a state in which it opens nothing",
  texts: [
    "KMSInvalidStateException",
    "KMS key is in an invalid state",
    "is unavailable … KMSInvalidStateException",
    "KeyUnavailableException",
  ],
  step: "key-state",
  causes: [
    { id: "EPS-556", check: "`KeyState` is `Disabled`." },
    { id: "EPS-557", check: "`KeyState` is `PendingDeletion`." },
    { id: "EPS-559", check: "`KeyState` is `PendingImport` or `Unavailable`." },
  ],
  why: "The key is disabled, scheduled for deletion, waits for its imported material, or its key store is not connected.",
  check:
    "`aws kms describe-key --key-id {key} --query KeyMetadata.[KeyState,DeletionDate]` with credentials of the owner.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html"],
};
