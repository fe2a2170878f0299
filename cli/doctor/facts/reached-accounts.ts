import type { ResolvedAccount, ResolvedReader } from "eks-pod-secrets/grant";
import { getOrMake, inParallel } from "iam-proof/collections";
import { type AccountAccess, accountAccess } from "../../aws/account-access";
import { AT_ONCE, UnreadError } from "../../documents/live/live-call";
import { UserError } from "../../terminal/errors";

/** An account, and how to reach it. */
export interface ReachedAccount {
  account: ResolvedAccount;
  /** Undefined where its credentials cannot be used. */
  access: ((region: string) => AccountAccess) | undefined;
  /** Why it cannot be reached. */
  problem?: string;
}

/** Reaches the accounts that these readers' ways lead through. */
export function reachedAccounts(readers: readonly ResolvedReader[]): Promise<ReachedAccount[]> {
  const used = new Set(readers.flatMap(accountsOf));
  return inParallel([...used], AT_ONCE, async (account) => {
    try {
      const access = await accountAccess(account, account.region, "doctor");
      // One access a region, so that its clients are shared.
      const regional = new Map([[access.region, access]]);
      const inRegion = (region: string) =>
        getOrMake(regional, region, () => ({ ...access, region }));
      return { account, access: inRegion };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { account, access: undefined, problem: error.message };
    }
  });
}

/** Of what others own or deploy, nobody here has credentials. */
function accountsOf({ cluster, external, grants, targetRole }: ResolvedReader): ResolvedAccount[] {
  const own = grants.filter(({ target }) => !("external" in target && target.external));
  return [
    ...(external ? [] : [cluster.account]),
    ...(targetRole ? [targetRole.account] : []),
    ...own.flatMap(({ target }) => [target.account, ...(target.key ? [target.key.account] : [])]),
  ];
}

/** How to reach an account by its id. Throws an `UnreadError` where it cannot be. */
export function accessTo(
  accounts: readonly ReachedAccount[],
  id: string,
  region: string,
): AccountAccess {
  const owner = accounts.find(({ account }) => account.id === id);
  if (owner?.access) return owner.access(region);
  const problem = owner?.problem ?? "the inventory uses no such account";
  throw new UnreadError("sts:GetCallerIdentity", problem);
}
