import { type LandingZone, type Successor, successors } from "eks-pod-secrets/grant";
import { UserError } from "../../terminal/errors";
import type { AskedSuccession } from "./former-values";

/** How far a renamed or moved secret is. */
export interface SuccessionAnswer {
  secret: string;
  /** Name of its account. */
  account: string;
  former: string;
  formerAccount: string;
  keepDays: number;
  state: AskedSuccession["state"] | "unknown";
  /** Since when it has a value, as an ISO date and time. */
  since?: string;
  /** Why its state is unknown. */
  reason?: string;
}

/** The progress of each renamed or moved secret. */
export async function successions(
  zone: Pick<LandingZone, "secrets">,
  verb: string,
): Promise<SuccessionAnswer[]> {
  const all = successors(zone);
  if (all.length === 0) return [];
  const { successionOf } = await import("./former-values.js");
  const ask = async (secret: Successor): Promise<SuccessionAnswer> => {
    const { account, former, id } = secret;
    const { keepDays } = former;
    const place = { secret: id, account: account.name };
    const was = { former: former.id, formerAccount: former.account.name, keepDays };
    try {
      const { since, state } = await successionOf(secret, verb);
      return { ...place, ...was, state, ...(since && { since: since.toISOString() }) };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { ...place, ...was, state: "unknown", reason: error.message };
    }
  };
  return Promise.all(all.map(ask));
}

/** The progress of one of them, in words. */
export function successionLine({
  account,
  former,
  formerAccount,
  keepDays,
  reason,
  secret,
  since = "",
  state,
}: SuccessionAnswer): string {
  const what = `${secret} of ${account}, which was ${former} of ${formerAccount}`;
  const kept = `since ${since.slice(0, 10)}; up will delete the old one ${keepDays} days later`;
  switch (state) {
    case "open":
      return `${what}: up is to copy the value`;
    case "copied":
      return `${what}: has the value, ${kept}`;
    case "own value":
      return `${what}: has a value of its own, ${kept}`;
    case "no value":
      return `${what}: the old one has no value, and up will delete it`;
    case "deleted":
      return `${what}: somebody has deleted the old one before its value was copied; AWS can still restore it, and up says how`;
    case "done":
      return `${what}: there is no old one; renamedFrom and movedFrom can be taken out`;
    case "unknown":
      return `${what}: unknown, ${reason}`;
  }
}
