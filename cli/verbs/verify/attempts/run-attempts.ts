import { ALL_ATTEMPTS } from "../../../../attempts/all-attempts";
import { type Attempt, answerOf, make, type Need, stoppedBy } from "../../../../attempts/attempt";
import { readSecret } from "../../../../attempts/moves";
import type { Scene } from "../../../../attempts/scene";
import type { Cast } from "./cast";
import type { AttemptsAnswer } from "./shape";

/** Attempts that are made, and those that are left out. */
export interface ChosenAttempts {
  tried: Attempt[];
  leftOut: AttemptsAnswer["leftOut"];
}

/** What is only sent to a deployment that is meant for trials. */
const OPEN_DEPLOYMENT = "a deployment that is there to be tried out";

/**
 * Chooses the attempts. `isOpen`: what is deployed may be changed. Otherwise, only requests are sent that would change and create
 * nothing even if they were allowed.
 */
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

/** Makes the attempts one after the other. Ends early if `signal` is aborted. */
export async function tryAll(
  attempts: readonly Attempt[],
  scene: Scene,
  signal: AbortSignal,
): Promise<AttemptsAnswer["attempts"]> {
  const tried: AttemptsAnswer["attempts"] = [];
  // Those that take roles apart come last.
  for (const one of [...attempts].sort((a, b) => Number(a.changes) - Number(b.changes))) {
    if (signal.aborted) break;
    const { attempt, kind, ...answer } = await make(one, scene);
    const stopped = kind === "refused" && "code" in answer && stoppedBy(answer);
    tried.push({
      ...{ attempt: attempt.name, result: kind, ...answer },
      ...(stopped && { stoppedBy: stopped }),
    });
  }
  return tried;
}

/** The reads of the two readers themselves. If they fail, a refusal says nothing about the caller. */
export async function ownReads(
  { applicationA, applicationB, secretA, secretB }: Cast,
  scene: Scene,
): Promise<AttemptsAnswer["reads"]> {
  const read = async (reader: string, object: string, serviceAccount: string, arn: string) => {
    const one = { reader, object };
    try {
      await readSecret(await scene.pod(serviceAccount), arn);
      return { ...one, result: "reads" as const };
    } catch (error) {
      const { code, reason } = answerOf(error);
      return { ...one, result: "fails" as const, reason: `${code}: ${reason}` };
    }
  };
  return [
    await read(applicationA.id, secretA.id, applicationA.serviceAccount, scene.secretA),
    await read(applicationB.id, secretB.id, applicationB.serviceAccount, scene.secretB),
  ];
}
