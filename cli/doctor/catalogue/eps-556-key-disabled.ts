import type { Entry } from "./entry";

export const keyDisabled: Entry = {
  id: "EPS-556",
  title: "the secret's key is disabled",
  texts: [
    "DisabledException: {key:arn} is disabled",
    "(DisabledException)",
    ":key/{key:keyId!} is disabled",
    "InvalidKeyId: … is disabled",
    "DisabledException: … is disabled",
  ],
  errors: ["kms DisabledException"],
  step: "key-state",
  why: "A disabled key opens nothing, whoever asks. Somebody disabled it by hand.",
  check:
    "`aws kms describe-key --key-id {key} --query KeyMetadata.KeyState` with credentials of the owner.",
  mend: "Enable it with credentials of the owner: `aws kms enable-key --key-id {key}`.",
  sources: ["https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html"],
};
