import { type AccessDocuments, everyoneInAccounts } from "eks-pod-secrets/access";
import type { ResolvedAccount } from "eks-pod-secrets/grant";
import { progressBar } from "../../terminal/progress-bar";
import { foundPods } from "../adoption/pods";
import { type Found, together } from "../found";
import { accountFound } from "./account-found";
import type { GivenCluster } from "./cluster-found";

/** What is read: accounts, and clusters of theirs. */
export interface Places {
  accounts: readonly ResolvedAccount[];
  clusters: readonly GivenCluster[];
}

/** What was read, and the same as documents of who may read what. */
export interface ReadLive {
  found: Found;
  everyone: AccessDocuments;
  /** ARNs of roles and users that may change policies, and so can always let themselves in. */
  policyChangers: string[];
}

/** Reads accounts and clusters by the AWS SDK and the clusters' APIs. It changes nothing, and reads no value. */
export async function foundLive({ accounts, clusters }: Places): Promise<ReadLive> {
  const bar = progressBar("reading");
  try {
    const parts: Awaited<ReturnType<typeof accountFound>>[] = [];
    for (const account of accounts) parts.push(await accountFound(account, clusters, bar.update));
    const found = together(parts.map((one) => one.found));
    // What is asked of the readers' accounts is who may change policies there.
    const grants = foundPods(found).map((reader) => ({ reader, secret: "" }));
    const { everyone, policyChangers } = everyoneInAccounts(
      {
        secrets: parts.flatMap((one) => one.secrets),
        keys: parts.flatMap((one) => one.keys),
        grants,
      },
      [],
      parts.map(({ read }) => read),
      parts.flatMap(({ unread }) => unread),
    );
    return { found, everyone: { ...everyone, grants: [] }, policyChangers };
  } finally {
    bar.end();
  }
}
