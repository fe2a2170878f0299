import type { Entry } from "./entry";

export const keyNotUsable: Entry = {
  id: "EPS-540",
  title: "The key is in a state in which it decrypts nothing.",
  texts: ["KMSInvalidStateException", "{key:arn} is pending import."],
  step: "key-state",
  why: "Its material was not imported or has expired (PendingImport), or its key store is not connected (Unavailable).",
  check: "`aws kms describe-key --key-id KEY --query KeyMetadata.KeyState`",
  mend: "Import the material, or connect the key store. The state must become Enabled.",
  sources: ["https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html"],
};
