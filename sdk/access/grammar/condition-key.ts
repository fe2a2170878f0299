import { CONDITION_KEY_NAMES, LIST_KEY_NAMES } from "./condition-key-names";
import type { ConditionKey } from "./syntax";

/** AWS's own spelling, by name in lower case. */
const SINGLE = new Map<string, string>();
const FAMILIES = new Map<string, string>();
for (const [prefix, names] of Object.entries(CONDITION_KEY_NAMES)) {
  for (const name of names) {
    const key = `${prefix}:${name}`;
    (/[/:]$/.test(key) ? FAMILIES : SINGLE).set(key.toLowerCase(), key);
  }
}

const LISTS = new Set(
  Object.entries(LIST_KEY_NAMES).flatMap(([prefix, names]) =>
    names.map((name) => `${prefix}:${name}`.toLowerCase()),
  ),
);

/** Claims of an OpenID Connect provider: its host, its path, and the claim. */
const CLAIM =
  /^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,10}(\/[a-z0-9._/-]{1,255})?:[a-z0-9_.-]{1,64}$/;

/** Reads the name of a condition key, or returns undefined where AWS documents none of that class. */
export function parseConditionKey(text: string): ConditionKey | undefined {
  const name = text.toLowerCase();
  return isKnown(name) ? { text, name } : undefined;
}

/** Spells a name in lower case as AWS does. */
export function spellConditionKey(name: string): string {
  const single = SINGLE.get(name);
  if (single !== undefined) return single;
  for (const [family, spelled] of FAMILIES) {
    if (name.startsWith(family)) return spelled + name.slice(family.length);
  }
  return name;
}

/** Whether a request may have several values of the key at once; `name` is in lower case. */
export function holdsList(name: string): boolean {
  // Of claims of OpenID Connect AWS says it of one: how somebody was authenticated.
  return LISTS.has(name) || name.endsWith(":amr");
}

function isKnown(name: string): boolean {
  if (SINGLE.has(name)) return true;
  for (const family of FAMILIES.keys()) {
    if (name.startsWith(family)) return name.length > family.length;
  }
  return CLAIM.test(name);
}
