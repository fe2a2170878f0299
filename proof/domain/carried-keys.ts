import { CROSS_SERVICE_KEYS, documentedName } from "../grammar/condition-key";
import { calls } from "../grammar/documented-keys.json";

/**
 * Which condition keys a request cannot carry. IAM's guide ("AWS global condition context keys"): a service-specific key "is
 * unique to the service", and of the service's actions the Service Authorization Reference lists those that have it. Of global
 * keys the same reference lists two families, those of tags in a request; of the others nothing is ruled out here, and of keys
 * that no list knows neither.
 */

/** The keys of each call that decides who reads, in lower case: those that the reference lists for its actions, and for what these act on. */
const CARRIED = new Map(
  calls.flatMap(({ actions, keys }) =>
    actions.split(" ").map((action) => [action.toLowerCase(), words(keys)] as const),
  ),
);

/** The actions whose keys are known, in lower case. */
export const ACTIONS_OF_KNOWN_KEYS = [...CARRIED.keys()];

/** The global keys that the reference lists by action. */
const LISTED_GLOBALS = words("aws:RequestTag/ aws:TagKeys");

/** Keys that every action may carry, and two deprecated ones that the KMS guide describes and the reference does not. */
const NOT_OF_ACTIONS = words(
  `${CROSS_SERVICE_KEYS.join(" ")} kms:CustomerMasterKeySpec kms:CustomerMasterKeyUsage`,
);

/** Whether a request for the action may carry the condition key. Both are in lower case. */
export function mayCarry(action: string, key: string): boolean {
  const carried = CARRIED.get(action);
  const documented = documentedName(key);
  if (!carried || documented === undefined || NOT_OF_ACTIONS.has(documented)) return true;
  if (documented.startsWith("aws:") && !LISTED_GLOBALS.has(documented)) return true;
  return carried.has(documented);
}

/** The families of keys in which a request for the action (in lower case) has the tags of its resource. */
export function resourceTagFamilies(action: string): string[] {
  const own = `${action.slice(0, Math.max(0, action.indexOf(":")))}:resourcetag/`;
  const carried = [...(CARRIED.get(action) ?? [])].filter((family) => isTagFamily(family));
  return [...new Set(["aws:resourcetag/", ...(isTagFamily(own) ? [own] : []), ...carried])];
}

/** The resource tag that a condition key (in lower case) refers to, in any spelling of the family. */
export function resourceTagOf(name: string): { family: string; tag: string } | undefined {
  const family = documentedName(name);
  if (family === undefined || !isTagFamily(family)) return undefined;
  return { family, tag: name.slice(family.length) };
}

function isTagFamily(family: string): boolean {
  return family.endsWith(":resourcetag/") && documentedName(family) === family;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().split(" "));
}
