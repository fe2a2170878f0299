import type { AssociationDocuments, ReadAccount } from "../../../sdk/access";
import type { LandingZone, ResolvedAccount } from "../../../sdk/grant";
import { type AccountAccess, accountAccess } from "../../aws/account-access";
import { inParallel } from "../../aws/in-parallel";
import { accountIdentities } from "./account-identities";
import { clusterAssociations } from "./cluster-associations";
import { AT_ONCE, readFromAccount } from "./read-from-account";

/** An account, how to reach it, and who is in it. */
export interface LiveAccount extends ReadAccount {
  account: ResolvedAccount;
  access(region: string): AccountAccess;
  /** What the inventory names and the account does not have. */
  notes: string[];
}

/** Reads who is in the accounts that an inventory uses. */
export async function liveAccounts(zone: LandingZone): Promise<LiveAccount[]> {
  const used = zone.accounts.filter((account) =>
    [...zone.clusters, ...zone.keys, ...zone.parameters, ...zone.secrets].some(
      (one) => one.account === account,
    ),
  );
  return inParallel(used, AT_ONCE, (account) =>
    readFromAccount(account, "roles and associations", async () => {
      const access = await accountAccess(account, account.region, "prove");
      const inRegion = (region: string) => ({ ...access, region });
      const notes: string[] = [];
      const associations: AssociationDocuments[] = [];
      for (const cluster of zone.clusters.filter((one) => one.account === account)) {
        const found = await clusterAssociations(cluster, inRegion(cluster.region));
        associations.push(...(found ?? []));
        if (!found) notes.push(`there is no cluster ${cluster.arn}`);
      }
      const identities = await accountIdentities(access);
      const { callerArn } = access;
      return { account, access: inRegion, callerArn, identities, associations, notes };
    }),
  );
}
