import type { ClaimId } from "iam-proof";

/** The text of each claim, for readers of the page. */
export const claimTexts: Record<ClaimId, string> = {
  "secret-bounded":
    "whatever other accounts allow themselves, the secret's own policy lets only its readers in, and only to read",
  "key-bounded":
    "whatever other accounts allow themselves, the key's own policy lets each reader decrypt only what is granted to it, through Secrets Manager",
  "role-unforgeable":
    "only EKS Pod Identity, and only for this service account, can make a session of the role",
  "role-contained":
    "the role can only read and decrypt what is granted, and do what its kept policies allow if that is known to be harmless",
  "grant-available":
    "the policies let the reader's pod have its session, and fetch and decrypt the value; whether the Pod Identity agent runs, they do not say",
  "read-exclusive":
    "by all documents together, only the declared readers and the named administrators can read it",
  difference: "nobody gains or loses a secret between two versions",
};
