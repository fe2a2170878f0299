import { setTimeout as sleep } from "node:timers/promises";

import {
  administratorAssumesRole,
  administratorForgesTags,
  podAssumesRole,
} from "../../../attempts/administrator-assumes-role";
import { type Attempt, make, type Need } from "../../../attempts/attempt";
import { administratorBatchReads, readerBatchReads } from "../../../attempts/batch-across-accounts";
import {
  administratorOpensSecret,
  readerListsVersions,
  readerOpensSecret,
  readerPutsValue,
} from "../../../attempts/change-secret";
import {
  administratorDecrypts,
  decryptWithoutContext,
  directDecrypt,
  readerGrants,
} from "../../../attempts/direct-decrypt";
import { otherCluster } from "../../../attempts/other-cluster";
import { associatedNamespace, otherNamespace } from "../../../attempts/other-namespace";
import { otherPodReadsSecretA } from "../../../attempts/other-pod-reads-secret-a";
import {
  administratorReads,
  allowedPodReadsSecretB,
  otherAudience,
  otherPodReadsSecretB,
} from "../../../attempts/other-pod-reads-secret-b";
import { otherService } from "../../../attempts/other-service";
import { recreatedRole } from "../../../attempts/recreated-role";
import { sameNamesInOtherAccount } from "../../../attempts/same-names-in-other-account";
import type { Scene } from "../../../attempts/scene";
import { taggedRole } from "../../../attempts/tagged-role";
import { thirdAccount } from "../../../attempts/third-account";
import { untaggedSession } from "../../../attempts/untagged-session";
import type { TrialAnswer, TriedAttempt } from "./shape";
import type { Cast } from "./trial-scene";
import { stopwatch } from "./trial-values";

/** Everything that must be refused. Those that take the reader's role apart come last. */
export const ALL_ATTEMPTS: readonly Attempt[] = [
  otherPodReadsSecretB,
  otherPodReadsSecretA,
  administratorReads,
  administratorAssumesRole,
  administratorForgesTags,
  podAssumesRole,
  directDecrypt,
  decryptWithoutContext,
  administratorDecrypts,
  readerGrants,
  readerBatchReads,
  administratorBatchReads,
  readerListsVersions,
  readerPutsValue,
  readerOpensSecret,
  administratorOpensSecret,
  otherAudience,
  allowedPodReadsSecretB,
  otherNamespace,
  associatedNamespace,
  otherCluster,
  sameNamesInOtherAccount,
  thirdAccount,
  taggedRole,
  otherService,
  untaggedSession,
  recreatedRole,
];

/** Attempts that a trial makes, and those that it leaves out because its inventory lacks what they need. */
export interface ChosenAttempts {
  tried: Attempt[];
  leftOut: TrialAnswer["leftOut"];
}

export function attemptsFor({ namesake, secondCluster, third }: Cast): ChosenAttempts {
  const had: Record<Need, unknown> = {
    "a third account": third,
    "a cluster of the same name in a third account": namesake,
    "a second cluster in the readers' account": secondCluster,
  };
  const tried = ALL_ATTEMPTS.filter(({ needs }) => needs === undefined || had[needs]);
  const leftOut = ALL_ATTEMPTS.flatMap((one) =>
    one.needs === undefined || tried.includes(one) ? [] : { attempt: one.name, needs: one.needs },
  );
  return { tried, leftOut };
}

/** How often an attempt is made that could not be made, and what lies between. In milliseconds. */
const TRIES = 3;
const PACE = 5_000;

/** Makes an attempt; again where it could not be made and has changed nothing. */
export async function tryAttempt(attempt: Attempt, scene: Scene): Promise<TriedAttempt> {
  const seconds = stopwatch();
  for (let left = attempt.changes ? 0 : TRIES - 1; ; left--) {
    const { attempt: _, kind, ...answer } = await make(attempt, scene);
    if (kind !== "not made" || left === 0) {
      const { name, refusedWith: expected } = attempt;
      return { attempt: name, expected, result: kind, ...answer, seconds: seconds() };
    }
    await sleep(PACE);
  }
}
