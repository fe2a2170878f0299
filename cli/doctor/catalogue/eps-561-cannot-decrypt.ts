import type { Entry } from "./entry";

export const cannotDecrypt: Entry = {
  id: "EPS-561",
  title: "Secrets Manager could not decrypt the value with the secret's key",
  texts: [
    "Secrets Manager can't decrypt the protected secret text using the provided KMS key",
    "DecryptionFailure",
    "InternalServiceError: … KMS",
  ],
  step: "key-policy",
  causes: [
    { id: "EPS-556", check: "`KeyState` is `Disabled`." },
    { id: "EPS-557", check: "`KeyState` is `PendingDeletion`." },
    { id: "EPS-560", check: "There is no such key." },
    {
      id: "EPS-470",
      check: "The key is `Enabled`, and its policy does not allow `kms:Decrypt` to the caller.",
    },
  ],
  why: "The key is not usable, was deleted, or does not let the caller in. Secrets Manager does not say which.",
  check:
    "`aws kms describe-key --key-id KEY --query KeyMetadata.KeyState` with credentials of the owner.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html",
  ],
};
