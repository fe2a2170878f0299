import { sharePolicy } from "iam-proof";
import { asMapping } from "iam-proof/collections";
import type { AccountAccess } from "../../aws/account-access";
import { LIVE_CALLS } from "./calls";
import { askAllPages, UnreadError } from "./live-call";
import { requireUnderstood } from "./unread";

/** Reads with whom a parameter is shared. AWS cannot share parameters of the standard tier. */
export async function parameterShares(
  ResourceArn: string,
  tier: string | undefined,
  access: AccountAccess,
): Promise<string[]> {
  if (tier === "Standard") return [];
  const call = LIVE_CALLS.getParameterPolicies;
  const pages = await askAllPages(call, access, { ResourceArn });
  const sharedWith = principalsSharedWith(
    pages.flatMap(({ Policies }) => Policies ?? []).map(({ Policy = "" }) => Policy),
  );
  const shares = sharePolicy({ arn: ResourceArn, sharedWith });
  if (shares) requireUnderstood(call.action, "resource", shares.name, shares.document);
  return sharedWith;
}

/**
 * The principals that the resource policies of a parameter let in. The function ignores conditions and actions: each principal
 * counts as let in for every read. It throws if a policy lets in anything but accounts, roles and users by name.
 */
export function principalsSharedWith(policies: string[]): string[] {
  return policies.flatMap((text) => {
    const { Statement: statements } = asMapping(parse(text));
    if (statements === undefined) throw notUnderstood(text);
    return [statements].flat().flatMap((statement) => {
      const { Effect: effect, Principal: principal } = asMapping(statement);
      if (effect === "Deny") return [];
      const { AWS: named, ...others } = asMapping(principal);
      const names = [named].flat();
      const isUnderstood = names.every(
        (one): one is string => typeof one === "string" && one !== "*",
      );
      if (!isUnderstood || Object.keys(others).length > 0) throw notUnderstood(text);
      return names;
    });
  });
}

function notUnderstood(text: string): UnreadError {
  const reason = `AWS answers a policy of a parameter that is not understood: ${text.slice(0, 200)}`;
  return new UnreadError(LIVE_CALLS.getParameterPolicies.action, reason);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notUnderstood(text);
  }
}
