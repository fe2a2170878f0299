import type { LandingZone } from "../../../sdk/grant";
import { hasMoved, type Successor, successors } from "../../../stacks/former-secrets";
import { count } from "../../terminal/output";
import type { PlanAnswer } from "./shape";

/** What becomes of each secret that was renamed or moved: of its value, of the old secret, and of its readers. */
export function renames(zone: Pick<LandingZone, "secrets">): PlanAnswer["renames"] {
  return successors(zone).map((secret) => {
    const { account, former, id, recoveryWindowInDays } = secret;
    const since =
      former.keepDays === 0
        ? `once ${id} has a value`
        : `${count(former.keepDays, "day")} after ${id} has a value`;
    const restored =
      recoveryWindowInDays === 0
        ? "nothing can bring it back then"
        : `Secrets Manager can restore it for ${count(recoveryWindowInDays, "day")} then`;
    return {
      secret: id,
      account: account.name,
      was: { secret: former.id, account: former.account.name },
      copied: `up copies the value: the version AWSCURRENT, and AWSPREVIOUS if there is one, and no other version or label`,
      kept: `while ${former.id} is there, it has no rotation and no replicas, and ${readersOf(secret)}`,
      deleted: `${former.id} will be deleted by a later up, ${since}, when no stack of readers names ${former.id}; without a value it will be deleted by the next up; ${restored}`,
    };
  });
}

/** Who may read the old secret until they use the new one. */
function readersOf(secret: Successor): string {
  const { grants, id } = secret;
  const cutOff = hasMoved(secret) ? grants.filter(({ reader }) => reader.targetRole) : [];
  const may = `the readers of ${id} may read it`;
  if (cutOff.length === 0) return may;
  return `${may}, but for those in mode targetRole: ${cutOff.map(({ reader }) => reader.id).join(", ")}`;
}
