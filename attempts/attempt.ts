import type { Scene } from "./scene";
import type { Refusal } from "./stopped-by";

/** What not every scene has. */
export type Need =
  | "a third account"
  | "a cluster of the same name in a third account"
  | "a second cluster in the readers' account";

/** One request that must not succeed. */
export interface Attempt {
  /** Who tries what, e.g. "the other pod's role reads secret-b". */
  name: string;
  /** It needs changes of its own, so it is made on what may be thrown away. */
  changes: boolean;
  /** What it needs that not every scene has. */
  needs?: Need;
  /** Its call would change something, were it not refused. */
  writes?: true;
  /** The demo, which shows one screen, does not make it. */
  isBeyondDemo?: true;
  /** Which policy must refuse it. */
  refusedBy: Refusal;
  /** The error codes with which AWS refuses it; any other error means that the attempt could not be made. */
  refusedWith: string[];
  /**
   * Does all that must come first, and answers the one call that must be refused. An error before that call means that the attempt
   * could not be made.
   */
  prepare(scene: Scene): Promise<() => Promise<unknown>>;
}

/** An attempt, which unless it says otherwise needs no changes and is refused with `AccessDeniedException`. */
export function attempt(
  said: Pick<Attempt, "name" | "refusedBy"> & Partial<Attempt>,
  prepare: Attempt["prepare"],
): Attempt {
  return { changes: false, refusedWith: ["AccessDeniedException"], ...said, prepare };
}

/** What AWS answered: its error code, its words, and the id of the request. */
interface Answer {
  code: string;
  reason: string;
  requestId?: string;
}

/** How an attempt went. */
export type Outcome = { attempt: Attempt } & (
  | ({ kind: "refused" | "not made" } & Answer)
  | { kind: "succeeded" }
);

/** Makes one attempt. Never throws. */
export async function make(attempt: Attempt, scene: Scene): Promise<Outcome> {
  let call: () => Promise<unknown>;
  try {
    call = await attempt.prepare(scene);
  } catch (error) {
    return { attempt, kind: "not made", ...answerOf(error) };
  }
  try {
    await call();
    return { attempt, kind: "succeeded" };
  } catch (error) {
    const answer = answerOf(error);
    const isRefused = attempt.refusedWith.includes(answer.code);
    return { attempt, kind: isRefused ? "refused" : "not made", ...answer };
  }
}

/** What AWS answered, of an error of its SDK. */
export function answerOf(error: unknown): Answer {
  if (!(error instanceof Error)) return { code: "Error", reason: String(error) };
  const { $metadata, message, name } = error as Error & { $metadata?: { requestId?: string } };
  const requestId = $metadata?.requestId;
  return { code: name, reason: message, ...(requestId !== undefined && { requestId }) };
}
