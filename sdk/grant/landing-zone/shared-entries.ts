import { addTo, areAlike, type Mapping } from "iam-proof/collections";
import type { LandingZone } from "./landing-zone";

/** The lists of entries, which refer to each other. */
const LISTS = [
  ...(["accounts", "clusters", "keys", "secrets", "parameters", "readers"] as const),
  ...(["externalSecrets", "externalReaders"] as const),
];

/**
 * The landing zone with the entries of `like` in place of its own, where both are equal, and so is all that they refer to, directly
 * or through others. What was made of such an entry need not be made again. Changes `zone`, which must not be used afterwards.
 */
export function withSharedEntries(zone: LandingZone, like: LandingZone): LandingZone {
  /** For each entry, the one of the same name in `like`, if there is one. */
  const twins = new Map<unknown, unknown>();
  for (const list of LISTS) {
    const known = new Map(like[list].map((one) => [one.id, one]));
    for (const one of zone[list]) {
      twins.set(one, known.get(one.id));
      known.delete(one.id);
    }
  }
  const users = new Map<unknown, unknown[]>();
  const differing = new Set<unknown>();
  for (const [entry, twin] of twins) {
    const isShared = (one: unknown, other: unknown): boolean => {
      if (typeof one !== "object" || one === null) return one === other;
      if (!twins.has(one)) return areAlike(one, other, isShared);
      addTo(users, one, entry);
      return other !== undefined && twins.get(one) === other;
    };
    if (!areAlike(entry, twin, isShared)) differing.add(entry);
  }
  // The loop also visits what it adds.
  for (const entry of differing) for (const user of users.get(entry) ?? []) differing.add(user);

  const shared = <Entry>(one: Entry) => (differing.has(one) ? one : (twins.get(one) as Entry));
  const shareWithin = (part: object) => {
    for (const [key, value] of Object.entries(part)) {
      if (twins.has(value)) (part as Mapping)[key] = shared(value);
      else if (typeof value === "object" && value !== null) shareWithin(value);
    }
  };
  for (const entry of differing) shareWithin(entry as object);
  return withLists(zone, (_, entries) => entries.map(shared));
}

/** The landing zone without the entries that it shares with `other`, to which those that stay may still refer. */
export function withoutShared(zone: LandingZone, other: LandingZone): LandingZone {
  return withLists(zone, (list, entries) => {
    const shared = new Set<unknown>(other[list]);
    return entries.filter((one) => !shared.has(one));
  });
}

function withLists(
  zone: LandingZone,
  change: (list: (typeof LISTS)[number], entries: unknown[]) => unknown[],
): LandingZone {
  return { ...zone, ...Object.fromEntries(LISTS.map((list) => [list, change(list, zone[list])])) };
}
