import type { Entry } from "./entry";

export const parameterKeyNotUsable: Entry = {
  id: "EPS-583",
  title: "the key of a parameter cannot be used",
  texts: ["(InvalidKeyId) when calling the GetParameter", "InvalidKeyId: "],
  step: "key-state",
  causes: [
    { id: "EPS-556", check: "`KeyState` is `Disabled`." },
    { id: "EPS-557", check: "`KeyState` is `PendingDeletion`." },
    { id: "EPS-560", check: "KMS does not find the key in this account and Region." },
  ],
  why: "A SecureString is decrypted by its KMS key. KMS did not find that key, or it cannot be used.",
  check:
    "`aws ssm describe-parameters --parameter-filters Key=Name,Values=NAME --query 'Parameters[].KeyId'`, then `aws kms describe-key --key-id KEY` with credentials of the owner.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html",
  ],
};
