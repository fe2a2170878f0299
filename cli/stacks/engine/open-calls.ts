import { setTimeout as sleep } from "node:timers/promises";
import { InterceptingCall, type Interceptor } from "@grpc/grpc-js";

/** How often it is looked whether a call is open. In milliseconds. */
const PAUSE = 100;

/** Calls that the engine has not answered yet. */
let open = 0;

/** Counts the calls of the clients that have it among their interceptors. */
export const countCalls: Interceptor = (options, nextCall) =>
  new InterceptingCall(nextCall(options), {
    start: (metadata, _listener, next) => {
      open += 1;
      next(metadata, {
        onReceiveStatus: (status, nextStatus) => {
          open -= 1;
          nextStatus(status);
        },
      });
    },
  });

/** Resolves once no call was open for so many milliseconds, or `signal` is aborted. */
export async function standsStill(length: number, signal: AbortSignal): Promise<void> {
  for (let still = 0; still < length && !signal.aborted; ) {
    await sleep(PAUSE, undefined, { signal }).catch(() => {});
    still = open === 0 ? still + PAUSE : 0;
  }
}
