import { type AccessDocuments, everyoneInAccounts } from "eks-pod-secrets/access";
import type { ResolvedAccount } from "eks-pod-secrets/grant";
import { accountAccess } from "../../aws/account-access";
import { orUnread } from "../../documents/live/live-call";
import { progressBar } from "../../terminal/progress-bar";
import { foundPods } from "../adoption/pods";
import { type Found, together } from "../found";
import type { Holdings } from "../states/holdings";
import { accountFound } from "./account-found";
import { associationsElsewhere, clusterFound } from "./cluster-found";

/** What is read: accounts, and clusters of theirs. */
export interface Places {
  accounts: readonly ResolvedAccount[];
  clusters: readonly { account: ResolvedAccount; name: string; region: string }[];
}

/** What was read, and the same as documents of who may read what. */
export interface ReadLive {
  found: Found;
  /** What ACK's controllers hold. */
  held: Holdings[];
  everyone: AccessDocuments;
  /** ARNs of roles and users that may change policies, and so can always let themselves in. */
  policyChangers: string[];
}

/** Reads accounts and clusters by the AWS SDK and the clusters' APIs. It changes nothing, and reads no value. */
export async function foundLive({ accounts, clusters }: Places): Promise<ReadLive> {
  const bar = progressBar("reading");
  try {
    const parts = [];
    const held: Holdings[] = [];
    for (const account of accounts) {
      const own = await accountAccess(account, account.region, "adopt");
      const access = (region: string) => ({ ...own, region });
      const regions = [...new Set([account.region, ...clusters.map(({ region }) => region)])];
      const read = await accountFound({ account, access, regions, onProgress: bar.update });
      const inClusters: Partial<Found>[] = [];
      for (const { name, region } of clusters.filter((one) => one.account === account)) {
        await orUnread(
          async () => {
            const one = await clusterFound(account.id, name, access(region));
            inClusters.push(one.found);
            held.push(one.held);
          },
          ({ action, message }) =>
            inClusters.push({ unread: [`${action} for cluster ${name}: ${message}`] }),
        );
      }
      for (const region of regions) {
        const given = clusters.filter((one) => one.account === account && one.region === region);
        const names = given.map(({ name }) => name);
        await orUnread(
          async () => {
            inClusters.push({
              elsewhere: await associationsElsewhere(account.id, names, access(region)),
            });
          },
          ({ action, message }) =>
            inClusters.push({
              unread: [
                `${action} in ${region}: ${message}; so pods of clusters that were not given may have the same roles, and lose them`,
              ],
            }),
        );
      }
      parts.push({ ...read, found: together([read.found, ...inClusters]) });
    }
    const found = together(parts.map((one) => one.found));
    // What is asked of the readers' accounts is who may change policies there.
    const grants = foundPods(found).map((reader) => ({ reader, secret: "" }));
    const { everyone, policyChangers } = everyoneInAccounts(
      {
        secrets: parts.flatMap((one) => one.objects.secrets),
        keys: parts.flatMap((one) => one.objects.keys),
        grants,
      },
      [],
      parts.map(({ found: { associations }, read }) => ({ ...read, associations })),
      parts.flatMap(({ unread }) => unread),
    );
    return { found, held, everyone: { ...everyone, grants: [] }, policyChangers };
  } finally {
    bar.end();
  }
}
