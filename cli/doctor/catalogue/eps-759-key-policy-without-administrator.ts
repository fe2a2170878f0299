import type { Entry } from "./entry";

export const keyPolicyWithoutAdministrator: Entry = {
  id: "EPS-759",
  title: "the key policy names no administrator in the key's account",
  why: "Without a statement for the account's root or for the caller nobody could change the policy again.",
  check: "`Principal` of the statements that allow `kms:PutKeyPolicy`.",
  mend: "Add a statement for the key's own account. Keys of the inventory have one.",
  sources: ["https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html"],
};
