import type { LandingZone } from "../../../sdk/grant";
import { successors } from "../../../stacks/former-secrets";
import { count } from "../../terminal/output";
import type { PlanAnswer } from "./shape";

/** What becomes of each secret that was renamed or moved: of its value, of the old secret, and of its readers. */
export function renames(zone: Pick<LandingZone, "secrets">): PlanAnswer["renames"] {
  return successors(zone).map(({ account, former, id, recoveryWindowInDays }) => {
    const since =
      former.keepDays === 0
        ? `once ${id} has a value`
        : `${count(former.keepDays, "day")} after ${id} has a value`;
    const restored =
      recoveryWindowInDays === 0
        ? "nothing can bring it back then"
        : `eks-pod-secrets restore can bring it back for ${count(recoveryWindowInDays, "day")}`;
    return {
      secret: id,
      account: account.name,
      was: { secret: former.id, account: former.account.name },
      copied: `up copies the value: the version AWSCURRENT, and AWSPREVIOUS if there is one, and no other version or label`,
      kept: `${former.id} stays, and the readers of ${id} may read it, until the readers use ${id}`,
      deleted: `${former.id} will be deleted by a later up, ${since}, and no stack of readers names ${former.id}; ${restored}`,
    };
  });
}
