import type { Entry } from "./entry";

export const cannotEncrypt: Entry = {
  id: "EPS-586",
  title: "Secrets Manager could not encrypt the value with the secret's key",
  texts: [
    "EncryptionFailure",
    "can't encrypt the protected secret text using the provided KMS key",
    "Secrets Manager can't encrypt the secret value",
  ],
  step: "key-state",
  causes: [
    { id: "EPS-556", check: "KeyState is `Disabled`." },
    { id: "EPS-557", check: "KeyState is `PendingDeletion`." },
    { id: "EPS-560", check: "The key is not found in this account and Region." },
    { id: "EPS-587", check: "The key is `Enabled`: the caller lacks `kms:GenerateDataKey`." },
  ],
  why: "When a value is put or a secret is replicated, Secrets Manager calls the key for the caller. The key is disabled, deleted or elsewhere, or does not let the caller encrypt.",
  check:
    "`aws kms describe-key --key-id KEY --query KeyMetadata.KeyState`, with credentials of the key's account.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html",
  ],
};
