import type { ClaimId } from "iam-proof";

/** What each claim says, for people who look at the page. */
export const claimTexts: Record<ClaimId, { title: string; says: string }> = {
  "secret-bounded": {
    title: "closed to outsiders",
    says: "whatever other accounts allow themselves, the secret's own policy lets only its readers in, and only to read",
  },
  "key-bounded": {
    title: "key closed to outsiders",
    says: "whatever other accounts allow themselves, the key's own policy lets each reader decrypt only what is granted to it, through Secrets Manager",
  },
  "role-unforgeable": {
    title: "only its own pods",
    says: "only EKS Pod Identity, and only for this service account, can make a session of the role",
  },
  "role-contained": {
    title: "nothing but its grants",
    says: "the role can do nothing but read and decrypt what is granted",
  },
  "grant-available": {
    title: "the policies let it read",
    says: "the policies let the reader's pod have its session, and fetch and decrypt the value; whether the Pod Identity agent runs, they do not say",
  },
  "read-exclusive": {
    title: "nobody else reads it",
    says: "by all documents together, only the declared readers and the named administrators can read it",
  },
  difference: {
    title: "no change in access",
    says: "nobody gains or loses a secret between two versions",
  },
};
