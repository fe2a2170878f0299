import type { LandingZone, ResolvedAccount, ResolvedReader } from "../../sdk/grant";
import { type AccountAccess, accountAccess } from "../aws/account-access";
import { awsFailure } from "../aws/aws-error";
import { inParallel } from "../aws/in-parallel";
import { messageOf, UserError } from "../terminal/errors";

/** Calls in flight at once. */
const AT_ONCE = 8;

/** A reader that is revoked, or of which the account does not say whether it is. */
export interface RevokedReader {
  reader: string;
  state: "revoked" | "unknown";
  /** Why it is unknown. */
  reason?: string;
}

/** The readers that are revoked now: each one's role is asked, with credentials of its account. */
export async function revokedReaders({ readers }: LandingZone): Promise<RevokedReader[]> {
  const { isRevoked } = await import("./revocation-calls.js");
  const accesses = new Map<ResolvedAccount, Promise<AccountAccess>>();
  const accessTo = (account: ResolvedAccount) => {
    const access = accesses.get(account) ?? accountAccess(account, account.region, "status");
    accesses.set(account, access);
    return access;
  };
  const asked = await inParallel(readers, AT_ONCE, async ({ id, role }: ResolvedReader) => {
    try {
      const revoked = await isRevoked(role, await accessTo(role.account));
      return revoked ? [{ reader: id, state: "revoked" as const }] : [];
    } catch (error) {
      return [{ reader: id, state: "unknown" as const, reason: reasonOf(error, role.arn) }];
    }
  });
  return asked.flat();
}

function reasonOf(error: unknown, role: string): string {
  if (error instanceof UserError) return messageOf(error);
  return messageOf(awsFailure(error, `cannot ask whether ${role} is revoked`, undefined));
}
