import { CATALOGUE } from "./entries";
import type { Entry, EntryId } from "./entry";

export { CATALOGUE };

const BY_ID = new Map(CATALOGUE.map((entry) => [entry.id, entry]));

/** The entry with an id. Throws if there is none. */
export function entryOf(id: EntryId): Entry {
  const entry = BY_ID.get(id);
  if (!entry) throw new Error(`the catalogue has no ${id}`);
  return entry;
}
