import type { LandingZone, ResolvedAccount, ResolvedReader } from "eks-pod-secrets/grant";
import { getOrMake, inParallel } from "iam-proof/collections";
import { type AccountAccess, accountAccess } from "../aws/account-access";
import { awsFailure } from "../aws/aws-error";
import { messageOf, UserError } from "../terminal/errors";
import { denyingSecrets } from "./granted";

/** The most calls in flight. */
const AT_ONCE = 8;

/** A reader that is revoked, or that may be because the account does not say. */
interface RevokedReader {
  reader: string;
  state: "revoked" | "unknown";
  /** Why it is unknown. */
  reason?: string;
}

/**
 * The readers that are revoked now. Each one's role is checked with credentials of its account. For an external reader, whose
 * role belongs to another team, the policies of the secrets that it reads are checked.
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
