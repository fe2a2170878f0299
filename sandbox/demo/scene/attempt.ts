import type { Scene } from "./scene";

/** One request that must not succeed. */
export interface Attempt {
  /** Who tries what, e.g. "the other pod's role reads secret-b". */
  name: string;
  /** It needs changes of its own, so it is made on a throw-away copy of the sandbox. */
  changes: boolean;
  /** The error codes with which AWS refuses it; any other error means that the attempt could not be made. */
  refusedWith: string[];
  /** Makes the signed calls. Returning means that the attempt succeeded. */
  run(scene: Scene): Promise<unknown>;
}

/** How an attempt went. */
export type Outcome =
  | { attempt: Attempt; kind: "refused"; code: string; reason: string }
  | { attempt: Attempt; kind: "succeeded" }
  | { attempt: Attempt; kind: "not made"; reason: string };

/** Makes one attempt. Never throws. */
export async function make(attempt: Attempt, scene: Scene): Promise<Outcome> {
  try {
    await attempt.run(scene);
    return { attempt, kind: "succeeded" };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    if (!attempt.refusedWith.includes(name)) {
      return { attempt, kind: "not made", reason: `${name}: ${message}` };
    }
    return { attempt, kind: "refused", code: name, reason: message };
  }
}
