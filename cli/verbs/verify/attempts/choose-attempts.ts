import { ALL_ATTEMPTS } from "../../../../attempts/all-attempts";
import type { Attempt, Need } from "../../../../attempts/attempt";
import type { Cast } from "./cast";
import type { AttemptsAnswer } from "./shape";

/** Attempts that are made, and those that are left out. */
export interface ChosenAttempts {
  tried: Attempt[];
  leftOut: AttemptsAnswer["leftOut"];
}

/** What a deployment that people use must not be sent. */
const OPEN_DEPLOYMENT = "a deployment that is there to be tried out";

/** `isOpen`: what is deployed may be changed. Else only what changes and makes nothing is sent, not even where it is not refused. */
export function chooseAttempts(
  { namesake, secondCluster, third }: Cast,
  isOpen: boolean,
): ChosenAttempts {
  const had: Record<Need, unknown> = {
    "a third account": third,
    "a cluster of the same name in a third account": namesake,
    "a second cluster in the readers' account": secondCluster,
  };
  const needOf = ({ changes, needs, writes }: Attempt): string | undefined => {
    if (needs !== undefined && !had[needs]) return needs;
    return !isOpen && (changes || writes) ? OPEN_DEPLOYMENT : undefined;
  };
  const judged = ALL_ATTEMPTS.map((one) => ({ one, needs: needOf(one) }));
  return {
    tried: judged.flatMap(({ needs, one }) => (needs === undefined ? one : [])),
    leftOut: judged.flatMap(({ needs, one }) =>
      needs === undefined ? [] : { attempt: one.name, needs },
    ),
  };
}
