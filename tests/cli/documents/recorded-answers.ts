import { LIVE_CALLS } from "../../../cli/documents/live/calls";
import type { LiveCall } from "../../../cli/documents/live/live-call";
import { getOrMake } from "../../../proof/collections";

/**
 * In the tests of a suite, sends each call of `--live` to the sandbox once, and then repeats the recorded answer. A reading sends a
 * hundred calls. Calls that `isSent` names go to the sandbox each time. Use it only where nothing else changes.
 */
export function answerFromRecord(isSent: (action: string, callerArn: string) => boolean): void {
  const calls = Object.values(LIVE_CALLS) as unknown as LiveCall<unknown, unknown>[];
  const sends = calls.map(({ send }) => send);
  before(() => {
    const answers = new Map<string, Promise<unknown>>();
    for (const [index, call] of calls.entries()) {
      const { action } = call;
      call.send = async (access, input) => {
        const send = () => sends[index]?.(access, input) as Promise<unknown>;
        if (isSent(action, access.callerArn)) return send();
        const key = JSON.stringify([action, access.callerArn, access.region, input]);
        return getOrMake(answers, key, send);
      };
    }
  });
  after(() => {
    for (const [index, call] of calls.entries()) call.send = sends[index] ?? call.send;
  });
}
