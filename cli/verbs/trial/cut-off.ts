import { setTimeout as sleep } from "node:timers/promises";

import type { Attempt } from "../../../attempts/attempt";
import { readSecret } from "../../../attempts/moves";
import type { Clients, Scene } from "../../../attempts/scene";
import type { TriedAttempt } from "./shape";
import { tryAttempt } from "./trial-attempts";

/** How long IAM may take to spread a Deny, and between two looks. In milliseconds. */
const PATIENCE = 120_000;
const PACE = 3_000;

/** What a reader tries that is cut off: with a session from before, and with one of now. */
export function attemptsOfRevoked(
  reader: string,
  secret: string,
  session: { before: Clients; now: () => Promise<Clients> },
): Attempt[] {
  const attempt = { changes: false, refusedWith: ["AccessDeniedException"] };
  return [
    {
      ...attempt,
      name: `${reader}, cut off, reads by a session from before`,
      prepare: async () => () => readSecret(session.before, secret),
    },
    {
      ...attempt,
      name: `${reader}, cut off, reads by a new session`,
      prepare: async () => {
        const pod = await session.now();
        return () => readSecret(pod, secret);
      },
    },
  ];
}

/** Makes an attempt until it is refused, or IAM has had time to spread the Deny. */
export async function tryUntilRefused(attempt: Attempt, scene: Scene): Promise<TriedAttempt> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const tried = await tryAttempt(attempt, scene);
    if (tried.result !== "succeeded" || Date.now() > deadline) return tried;
    await sleep(PACE);
  }
}
