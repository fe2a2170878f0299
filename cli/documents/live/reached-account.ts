import type { ResolvedAccount } from "eks-pod-secrets/grant";
import { getOrMake } from "iam-proof/collections";
import { type AccountAccess, accountAccess } from "../../aws/account-access";
import { UserError } from "../../terminal/errors";
import { UnreadError } from "./live-call";

/** An account, and how the tool reaches it. */
export interface ReachedAccount {
  account: ResolvedAccount;
  /** Gives access in a region. Undefined if its credentials cannot be used. */
  access: ((region: string) => AccountAccess) | undefined;
  /** Why the account cannot be reached. */
  problem?: string;
}

/** Reaches an account. `verb` becomes part of the session's name. */
export async function reachedAccount(
  account: ResolvedAccount,
  verb: string,
): Promise<ReachedAccount> {
  try {
    const access = await accountAccess(account, account.region, verb);
    // One access for each region, so that its clients are shared.
    const regional = new Map([[access.region, access]]);
    const inRegion = (region: string) => getOrMake(regional, region, () => ({ ...access, region }));
    return { account, access: inRegion };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { account, access: undefined, problem: error.message };
  }
}

/** Gives access to an account by its id. Throws an `UnreadError` if the account cannot be reached. */
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
