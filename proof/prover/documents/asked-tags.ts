import { getOrMake, isMapping, memoize } from "../../collections";
import type { AccessDocuments } from "../../domain/documents";
import { sessionTagKeys } from "../../domain/principal-kind";

/** A principal or resource that may have tags. */
interface Tagged {
  tags?: Record<string, string> | null;
}

/**
 * The documents without tags that no policy asks for and that identify no reader: no claim depends on them. A principal or
 * resource with such tags is always replaced by the same object.
 */
export function withoutIdleTags(documents: AccessDocuments): AccessDocuments {
  const { principalKind: kind, ...rest } = documents;
  const asked = new Set(kind ? sessionTagKeys(kind) : []);
  for (const part of Object.values(rest).flat()) {
    if (isMapping(part)) for (const key of tagsAskedFor(part)) asked.add(key);
  }
  const isAsked = (key: string) => asked.has(key.toLowerCase());
  const lists = Object.entries(rest).flatMap(([name, list]): [string, unknown[]][] =>
    Array.isArray(list) ? [[name, list]] : [],
  );
  return {
    ...documents,
    ...Object.fromEntries(
      lists.map(([name, list]) => [name, list.map((one) => withTags(one, isAsked))]),
    ),
  };
}

const tagsAskedFor = memoize(
  (part: object): ReadonlySet<string> => new Set(tagsAskedIn(JSON.stringify(part))),
);

const madeOf = memoize((_: Tagged) => new Map<string, Tagged>());

function withTags(owner: unknown, isKept: (key: string) => boolean): unknown {
  if (!isMapping(owner) || !isMapping(owner.tags)) return owner;
  const { tags, ...others } = owner;
  const kept = Object.entries(tags).filter(([key]) => isKept(key));
  if (kept.length > 0 && kept.length === Object.keys(tags).length) return owner;
  return getOrMake(madeOf(owner), JSON.stringify(kept), () =>
    kept.length > 0 ? { ...owner, tags: Object.fromEntries(kept) } : others,
  );
}

const TEXT = /"(?:[^"\\]|\\.)*"/g;

/** Tag keys, in lower case, that a policy in these documents (as JSON) may ask for, in a condition or as a variable. */
export function tagsAskedIn(json: string): string[] {
  if (!/tag\//i.test(json)) return [];
  return [...json.matchAll(TEXT)].flatMap(([text]) => tagsNamedIn(JSON.parse(text)));
}

const CONDITION_KEY = /^[\w-]+:[\w-]*tag\/(.*)$/s;
/** Within quotes, a brace does not end a variable. */
const VARIABLE = /\$\{\s*[\w-]+:[\w-]*tag\/((?:'[^']*'|[^}'])*)/g;

/** Tag keys that a text names as a condition key or in variables. */
function tagsNamedIn(text: string): string[] {
  const lower = text.toLowerCase();
  const key = CONDITION_KEY.exec(lower)?.[1];
  // A comma starts the default value.
  const variables = [...lower.matchAll(VARIABLE)].map(([, body = ""]) => body.replace(/,.*/s, ""));
  return [...(key === undefined ? [] : [key]), ...variables.map((name) => name.trimEnd())];
}
