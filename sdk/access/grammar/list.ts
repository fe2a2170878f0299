import { fail, type Place } from "./error";

/** Reads one string or a list of them that is not empty. */
export function stringList(raw: unknown, element: string, place: Place): string[] {
  const list = Array.isArray(raw) ? raw : [raw];
  if (list.length === 0) fail(place, `${element} must not be an empty list`, raw);
  for (const value of list) {
    if (typeof value !== "string" || value === "") {
      fail(place, `${element} must be a text, or a list of texts`, value);
    }
  }
  return list;
}
