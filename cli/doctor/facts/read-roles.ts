import type { ReadAccount } from "eks-pod-secrets/access";
import type { LandingZone } from "eks-pod-secrets/grant";
import { inParallel } from "iam-proof/collections";
import { accountIdentities } from "../../documents/live/account-identities";
import { AT_ONCE, UnreadError } from "../../documents/live/live-call";
import type { ReachedAccount } from "../../documents/live/reached-account";
import { attempt, noteUnread, type Unread } from "../../documents/live/unread";

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
    const place = { account, unread };
    const found = await attempt(place, "who is in it", open, async () => {
      if (!access) throw new UnreadError("sts:GetCallerIdentity", problem ?? "");
      return accountIdentities(access(account.region), (arn, error) =>
        noteUnread(place, `a policy of ${arn}`, { kind: "rights", arn }, error),
      );
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
