import type { Entry } from "./entry";

export const keyDisabled: Entry = {
  id: "EPS-530",
  title: "The key that encrypts the value is disabled.",
  texts: [
    "DisabledException",
    "{key:arn} is disabled.",
    "KMSInvalidStateException: {key:arn} is disabled",
  ],
  step: "key-state",
  why: "While a key is disabled, nobody decrypts with it, whatever its policy says.",
  check: "`aws kms describe-key --key-id KEY --query KeyMetadata.KeyState` answers Disabled.",
  mend: "`aws kms enable-key --key-id KEY`, with credentials of the key's account.",
  sources: ["https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html"],
};
