import { draw } from "./draw";
import type { Weather } from "./weather";

/** AWS answers a read at one of so many places. A change is at the first at once, and reaches each other one after a time of its own. */
export const PLACES = 4;

/** The place at which the nth call of its kind reads. */
export function placeOf({ seed }: Weather, kind: string, nth: number): number {
  return Math.floor(draw(seed, "place", kind, nth) * PLACES);
}

/** How late a place sees a change, as a share of the longest time: the last one takes all of it. */
export function lagAt({ lag, seed }: Weather, place: number): number {
  if (place === 0) return 0;
  return place === PLACES - 1 ? lag : lag * draw(seed, "lag at", place);
}
