import type { LandingZone, ResolvedAccount, ResolvedReader } from "eks-pod-secrets/grant";
import { getOrMake, inParallel } from "iam-proof/collections";
import { type AccountAccess, accountAccess } from "../aws/account-access";
import { awsFailure } from "../aws/aws-error";
import { messageOf, UserError } from "../terminal/errors";
import { denyingSecrets } from "./granted";

/** Calls in flight at once. */
const AT_ONCE = 8;

/** A reader that is revoked, or of which the account does not say whether it is. */
interface RevokedReader {
  reader: string;
  state: "revoked" | "unknown";
  /** Why it is unknown. */
  reason?: string;
}

/**
 * The readers that are revoked now: each one's role is asked, with credentials of its account. Of an external reader, whose role is
 * another team's, the policies of the secrets that it reads are asked.
 */
export async function revokedReaders({
  externalReaders,
  readers,
}: LandingZone): Promise<RevokedReader[]> {
  const { deniesRole, isRevoked } = await import("./revocation-calls.js");
  const accesses = new Map<ResolvedAccount, Promise<AccountAccess>>();
  const accessTo = (account: ResolvedAccount) =>
    getOrMake(accesses, account, () => accountAccess(account, account.region, "status"));
  const isCutOff = async (reader: ResolvedReader) => {
    const { role } = reader;
    if (!reader.external) return isRevoked(role, await accessTo(role.account));
    for (const secret of denyingSecrets(reader)) {
      if (await deniesRole(secret, role.arn, await accessTo(secret.account))) return true;
    }
    return false;
  };
  const all = [...readers, ...externalReaders];
  const asked = await inParallel(all, AT_ONCE, async (reader): Promise<RevokedReader[]> => {
    const { id, role } = reader;
    try {
      return (await isCutOff(reader)) ? [{ reader: id, state: "revoked" }] : [];
    } catch (error) {
      return [{ reader: id, state: "unknown", reason: reasonOf(error, role.arn) }];
    }
  });
  return asked.flat();
}

function reasonOf(error: unknown, role: string): string {
  if (error instanceof UserError) return messageOf(error);
  return messageOf(awsFailure(error, `cannot ask whether ${role} is revoked`, undefined));
}
