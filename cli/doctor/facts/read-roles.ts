import type { ReadAccount } from "eks-pod-secrets/access";
import { accountTitle, type LandingZone } from "eks-pod-secrets/grant";
import { inParallel } from "iam-proof/collections";
import { accountIdentities } from "../../documents/live/account-identities";
import { openAccount } from "../../documents/live/live-accounts";
import { AT_ONCE } from "../../documents/live/live-call";
import { accessTo, type ReachedAccount } from "../../documents/live/reached-account";
import { attempt, noteUnread, type Unread } from "../../documents/live/unread";

/** Reads the roles of these readers, with everything that limits them. */
export async function readRoles(
  zone: LandingZone,
  accounts: readonly ReachedAccount[],
  unread: Unread[],
): Promise<ReadAccount[]> {
  const read = await inParallel(accounts, AT_ONCE, async ({ account }) => {
    const open = openAccount(zone, account);
    if (open.roles.length === 0) return [];
    const place = { account, unread };
    const what = `the roles of account ${accountTitle(account)}`;
    const found = await attempt(place, what, open, async () => {
      const access = accessTo(accounts, account.id, account.region);
      const { roles } = await accountIdentities(access, (arn, error) =>
        noteUnread(place, `a policy of ${arn}`, { kind: "rights", arn }, error),
      );
      const own = roles.filter(({ arn }) => open.roles.includes(arn));
      return { callerArn: access.callerArn, identities: { roles: own, users: [], groups: [] } };
    });
    const nobody = { callerArn: "", identities: { roles: [], users: [], groups: [] } };
    return [{ account, associations: [], ...(found ?? nobody) }];
  });
  return read.flat();
}
