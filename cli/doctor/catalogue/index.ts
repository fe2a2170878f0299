import type { Entry } from "./entry";
import { readNotGranted } from "./eps-400-read-not-granted";

/** Every entry, by its id. */
export const CATALOGUE: readonly Entry[] = [readNotGranted];

/** The entry of an id, whatever its letters' case; undefined where there is none. */
export function entryOf(id: string): Entry | undefined {
  return CATALOGUE.find((entry) => entry.id === id.toUpperCase());
}
