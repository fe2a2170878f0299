import type { Entry } from "./entry";

export const keyPolicyLocksOut: Entry = {
  id: "EPS-758",
  title: "KMS refuses a key policy after which the caller could not change it",
  texts: ["The new key policy will not allow you to update the key policy in the future"],
  causes: [
    {
      id: "EPS-759",
      check: "The policy has no statement for the key's account root or for the caller.",
    },
    {
      id: "EPS-760",
      check:
        "The policy lets the account's root in, so the caller's own policies decide, and these do not allow `kms:PutKeyPolicy`.",
    },
    {
      id: "EPS-761",
      check:
        "The caller is a session, and the policy names another role, or the role's session instead of the role.",
    },
    { id: "EPS-762", check: "A control policy denies `kms:PutKeyPolicy` to the caller." },
  ],
  why: "KMS's safety check: the caller must keep `kms:PutKeyPolicy` by the new policy. Either the policy gives it to nobody of the caller's account, or only by the caller's own policies, which lack it.",
  check: "The new policy, and `aws sts get-caller-identity`.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "trussworks/terraform-aws-cloudtrail#178",
    "terraform-aws-modules/terraform-aws-eks#2843",
    "terraform-aws-modules/terraform-aws-kms#14",
    "aws-samples/rds-snapshot-export-to-s3-pipeline#8",
  ],
};
