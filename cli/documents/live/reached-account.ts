import type { ResolvedAccount } from "eks-pod-secrets/grant";
import { getOrMake } from "iam-proof/collections";
import { type AccountAccess, accountAccess } from "../../aws/account-access";
import { UserError } from "../../terminal/errors";
import { UnreadError } from "./live-call";

/** An account, and how to reach it. */
export interface ReachedAccount {
  account: ResolvedAccount;
  /** How to reach it in a region; undefined where its credentials cannot be used. */
  access: ((region: string) => AccountAccess) | undefined;
  /** Why it cannot be reached. */
  problem?: string;
}

/** Reaches an account. `verb` names the session. */
export async function reachedAccount(
  account: ResolvedAccount,
  verb: string,
): Promise<ReachedAccount> {
  try {
    const access = await accountAccess(account, account.region, verb);
    // One access a region, so that its clients are shared.
    const regional = new Map([[access.region, access]]);
    const inRegion = (region: string) => getOrMake(regional, region, () => ({ ...access, region }));
    return { account, access: inRegion };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { account, access: undefined, problem: error.message };
  }
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
