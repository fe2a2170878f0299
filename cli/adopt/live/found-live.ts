import { type AccessDocuments, everyoneInAccounts } from "eks-pod-secrets/access";
import type { ResolvedAccount } from "eks-pod-secrets/grant";
import type { Gap } from "iam-proof";
import { accountAccess } from "../../aws/account-access";
import { orUnread } from "../../documents/live/live-call";
import { progressBar } from "../../terminal/progress-bar";
import { type Found, nothingFound } from "../found";
import { merged } from "../merged";
import type { Holdings } from "../states/holdings";
import { accountFound } from "./account-found";
import { associationDocuments, clusterFound } from "./cluster-found";

/** A cluster that is read. */
export interface PlaceOfCluster {
  account: ResolvedAccount;
  name: string;
  region: string;
}

/** What is read: accounts, and clusters of theirs. */
export interface Places {
  accounts: readonly ResolvedAccount[];
  clusters: readonly PlaceOfCluster[];
}

/** What was read, and the same as documents of who may read what. */
export interface ReadLive {
  found: Found;
  /** What ACK's controllers hold. */
  held: Holdings[];
  everyone: AccessDocuments;
  /** ARNs of roles and users that may change policies, and so can always let themselves in. */
  policyChangers: string[];
  /** What these do not tell. */
  gaps: Gap[];
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
      const ofAccount = clusters.filter((one) => one.account === account);
      const regions = [...new Set([account.region, ...clusters.map(({ region }) => region)])];
      const read = await accountFound({ account, access, regions, onProgress: bar.update });
      const found = [];
      for (const { name, region } of ofAccount) {
        const one = await orUnread(
          () => clusterFound(account.id, name, access(region)),
          ({ action, message }) => `${action} for cluster ${name}: ${message}`,
        );
        if (typeof one === "string") found.push({ ...nothingFound(), unread: [one] });
        else {
          found.push(one.found);
          held.push(one.held);
        }
      }
      const associations = associationDocuments(found.flatMap((one) => one.associations));
      parts.push({ ...read, found: merged(read.found, ...found), associations });
    }
    const objects = {
      secrets: parts.flatMap((one) => one.objects.secrets),
      keys: parts.flatMap((one) => one.objects.keys),
    };
    // What is asked of the readers' accounts is who may change policies there.
    const grants = parts.flatMap(({ associations }) =>
      associations.map((reader) => ({ reader, secret: "" })),
    );
    const { everyone, gaps, policyChangers } = everyoneInAccounts(
      { ...objects, grants },
      [],
      parts.map(({ associations, read }) => ({ ...read, associations })),
      parts.flatMap(({ unread }) => unread),
    );
    return {
      found: merged(...parts.map(({ found }) => found)),
      held,
      everyone: { ...everyone, grants: [] },
      gaps,
      policyChangers,
    };
  } finally {
    bar.end();
  }
}
