import type { ReadAccount } from "eks-pod-secrets/access";
import type { LandingZone } from "eks-pod-secrets/grant";
import { inParallel } from "iam-proof/collections";
import { accountIdentities } from "../../documents/live/account-identities";
import { AT_ONCE, UnreadError } from "../../documents/live/live-call";
import { attempt, type Unread, unreadOf } from "../../documents/live/unread";
import type { ReachedAccount } from "./reached-accounts";

/** Reads the roles of these readers, with all that limits them. */
export function readRoles(
  { readers }: LandingZone,
  accounts: readonly ReachedAccount[],
  unread: Unread[],
): Promise<ReadAccount[]> {
  const roles = readers.flatMap(({ role, targetRole }) => [
    role,
    ...(targetRole ? [targetRole] : []),
  ]);
  const holders = accounts.filter(({ account }) => roles.some((role) => role.account === account));
  return inParallel(holders, AT_ONCE, async ({ access, account, problem }) => {
    const own = new Set(roles.filter((role) => role.account === account).map(({ arn }) => arn));
    const open = { kind: "account" as const, account: account.id, roles: [...own] };
    const found = await attempt({ account, unread }, "who is in it", open, async () => {
      if (!access) throw new UnreadError("sts:GetCallerIdentity", problem ?? "");
      return accountIdentities(access(account.region), (arn, { action, message }) => {
        const rights = { kind: "rights" as const, arn };
        unread.push(unreadOf(account, action, `a policy of ${arn}`, rights, message));
      });
    });
    const held = (found?.roles ?? []).filter(({ arn }) => own.has(arn));
    const callerArn = access?.(account.region).callerArn ?? "";
    return {
      account,
      callerArn,
      associations: [],
      identities: { roles: held, users: [], groups: [] },
    };
  });
}
