import { draw } from "./draw";
import type { Weather } from "./weather";

/** What becomes of a call that is not throttled. */
export type Fate = "answered" | "failed" | "lost";

/** The fate of the nth call of its kind. The kind is what it is called by: account, Region, service and operation. */
export function fateOf({ failing, losing, seed }: Weather, kind: string, nth: number): Fate {
  const drawn = draw(seed, "fate", kind, nth);
  if (drawn < failing) return "failed";
  return drawn < failing + losing ? "lost" : "answered";
}
