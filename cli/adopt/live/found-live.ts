import { everyoneInAccounts } from "eks-pod-secrets/access";
import type { ResolvedAccount } from "eks-pod-secrets/grant";
import { progressBar } from "../../terminal/progress-bar";
import { foundPods } from "../adoption/pods";
import { together } from "../found";
import { accountFound } from "./account-found";
import type { GivenCluster } from "./cluster-found";

/** The accounts to read, and clusters in them. */
export interface Places {
  accounts: readonly ResolvedAccount[];
  clusters: readonly GivenCluster[];
}

/**
 * Reads accounts and clusters through the AWS SDK and the clusters' APIs: what exists, and the documents of who may read what. It
 * changes nothing and reads no value.
 */
export async function foundLive({ accounts, clusters }: Places) {
  const bar = progressBar("reading");
  try {
    const parts: Awaited<ReturnType<typeof accountFound>>[] = [];
    for (const account of accounts) parts.push(await accountFound(account, clusters, bar.update));
    const found = together(parts.map((one) => one.found));
    const secrets = parts.flatMap((one) => one.secrets);
    const keys = parts.flatMap((one) => one.keys);
    // In the readers' accounts, the question is who may change policies.
    const grants = foundPods(found).map((reader) => ({ reader, secret: "" }));
    const { everyone, policyChangers } = everyoneInAccounts(
      { secrets, keys, grants },
      [],
      parts.map(({ read }) => read),
      parts.flatMap(({ unread }) => unread),
    );
    return { found, everyone: { ...everyone, grants: [] }, policyChangers };
  } finally {
    bar.end();
  }
}
