import type { Attempt } from "../../../../attempts/attempt";
import { answerOf, make } from "../../../../attempts/attempt";
import { readSecret } from "../../../../attempts/moves";
import type { Scene } from "../../../../attempts/scene";
import { stoppedBy } from "../../../../attempts/stopped-by";
import type { Cast } from "./cast";
import type { AttemptsAnswer } from "./shape";

/** What was tried, one attempt after another. Ends early where `signal` is aborted. */
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

/** The reads of the two readers themselves: where these fail, a refusal says nothing of who asks. */
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
