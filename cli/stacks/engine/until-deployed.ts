import { setTimeout as sleep } from "node:timers/promises";
import { messageOf, UserError } from "../../terminal/errors";
import type { ExportedResource } from "../backend/exported-state";
import { isListedLate, isProviderGone } from "../backend/plain-reason";
import type { FindOptions } from "../interrupted-run/find-created";
import { type FailedCreation, unansweredCreations } from "../interrupted-run/unanswered-creations";
import type { EventRecord } from "./record-events";
import { StoppedRun } from "./stack-engine";

/** Pauses until AWS lists what a run has made. That takes some seconds, rarely more than 20. In milliseconds. */
const PAUSES = [2_000, 5_000, 10_000, 20_000];

/** A deployment, or a deletion, of a stack. */
export interface Deployment {
  /** Runs the engine once; its events go to `record`. */
  deploy(): Promise<void>;
  record: Pick<EventRecord, "beginAgain" | "deletedBefore" | "errors" | "failedCreations">;
  /** Adds to the state what AWS created without answering. */
  takeIn(made: ExportedResource[]): Promise<unknown>;
  /** Reads these resources again, so that the state forgets those that AWS has deleted. */
  readAgain(urns: string[]): Promise<void>;
  access: FindOptions & { signal: AbortSignal };
  pauses?: readonly number[];
}

/**
 * Runs, and repeats that while only answers were lost: AWS created or deleted something without saying so or does not list it
 * yet, or the provider died.
 */
export async function untilDeployed({
  access,
  deploy,
  pauses = PAUSES,
  readAgain,
  record,
  takeIn,
}: Deployment): Promise<void> {
  const left = [...pauses];
  const taken = new Set<string>();
  const unlessStopped = (reason: unknown) => {
    throw access.signal.aborted ? new StoppedRun() : reason;
  };
  for (; ; record.beginAgain()) {
    try {
      return await deploy();
    } catch (error) {
      const all = record.failedCreations();
      const isNew = ({ resource }: FailedCreation) => !taken.has(resource.urn);
      // The engine forgets what a provider was creating when it died, but AWS may have created it.
      const orphaned = all.filter((one) => isProviderGone(one.error));
      if (orphaned.length > 0) {
        const told = takeIn(orphaned.map(({ resource }) => resource));
        await told.catch((reason) => {
          throw access.signal.aborted ? error : reason;
        });
      }
      if (access.signal.aborted) throw error;
      if (orphaned.some(isNew)) {
        for (const { resource } of orphaned) taken.add(resource.urn);
        continue;
      }
      const made = await unansweredCreations(
        all.filter((one) => !orphaned.includes(one)),
        access,
      ).catch((reason) => {
        if (access.signal.aborted) throw new StoppedRun();
        const unknown = `what was made without an answer is not known: ${messageOf(reason)}`;
        throw new UserError(`${messageOf(error)}\n${unknown}`);
      });
      const notTaken = made.filter(({ urn }) => !taken.has(urn));
      if (notTaken.length > 0) {
        for (const { urn } of notTaken) taken.add(urn);
        await takeIn(made).catch(unlessStopped);
        continue;
      }
      const gone = record.deletedBefore().filter((urn) => !taken.has(urn));
      if (gone.length > 0) {
        for (const urn of gone) taken.add(urn);
        await readAgain(gone);
        continue;
      }
      // What fails again after it was added was read where AWS did not list it yet.
      const isLate = made.length > 0 || isListedLate(record.errors);
      const pause = isLate ? left.shift() : undefined;
      if (pause !== undefined) {
        access.onStep?.("waiting until AWS lists what it has made");
        await sleep(pause, undefined, { signal: access.signal }).catch(() => undefined);
      }
      // Also where the run ends here: otherwise later runs would take it for somebody else's.
      if (made.length > 0) await takeIn(made).catch(unlessStopped);
      if (access.signal.aborted) throw new StoppedRun();
      if (pause === undefined) throw error;
    }
  }
}
