import { CONDITION_KEY_NAMES } from "./condition-key-names";
import type { ConditionKey } from "./syntax";

const SINGLE = new Set<string>();
const FAMILIES: string[] = [];
for (const [prefix, names] of Object.entries(CONDITION_KEY_NAMES)) {
  for (const name of names) {
    const key = `${prefix}:${name}`.toLowerCase();
    if (/[/:]$/.test(key)) FAMILIES.push(key);
    else SINGLE.add(key);
  }
}

/** Claims of an OpenID Connect provider: its host, its path, and the claim. */
const CLAIM =
  /^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,10}(\/[a-z0-9._/-]{1,255})?:[a-z0-9_.-]{1,64}$/;

/** Reads the name of a condition key, or returns undefined where AWS documents none of that class. */
export function parseConditionKey(text: string): ConditionKey | undefined {
  const name = text.toLowerCase();
  return isKnown(name) ? { text, name } : undefined;
}

function isKnown(name: string): boolean {
  if (SINGLE.has(name)) return true;
  for (const family of FAMILIES) {
    if (name.startsWith(family)) return name.length > family.length;
  }
  return CLAIM.test(name);
}
