import { fail, type Place } from "./error";

/** Reads one string or a list of them that is not empty. */
export function stringList(raw: unknown, element: string, place: Place): string[] {
  const list = bounded(Array.isArray(raw) ? raw : [raw], element, place);
  if (list.length === 0) fail(place, `${element} must not be an empty list`, raw);
  for (const value of list) {
    if (typeof value !== "string" || value === "") {
      fail(place, `${element} must be a text, or a list of texts`, value);
    }
  }
  return list;
}

/** Far beyond every document that AWS takes, and few enough to be handed over as arguments of one call. */
const MOST_ENTRIES = 50_000;

/** The list, unless it is too long. */
export function bounded<T>(list: T[], element: string, place: Place): T[] {
  if (list.length > MOST_ENTRIES) {
    fail(place, `${element} must have at most ${MOST_ENTRIES} entries`, list);
  }
  return list;
}
