import type { AccessDocuments } from "../../pods";

/** Documents that differ from the originals in one place. */
export interface Mutant {
  /** The place, and what was changed there. */
  title: string;
  documents: AccessDocuments;
}

/** The number of a run's first mutant. Each run tries the same ones, so that only a change can make it fail. */
export const FROM = Number(process.env.MUTANTS_FROM || 1);

/** A prime, so that the mutants of one run are spread over all documents. */
const STEP = 7919;

/** The mutants that a run tries: `usual` of them, unless the environment gives a number. */
export function mutantsOfRun(documents: AccessDocuments, usual: number): Mutant[] {
  const mutants = mutantsOf(documents);
  const length = Number(process.env.MUTANTS || usual);
  return Array.from({ length }, (_, index) => (FROM + index) * STEP).flatMap(
    (place) => mutants[place % mutants.length] ?? [],
  );
}

type Path = (string | number)[];

/** Every change of one place in the documents: something is removed, or becomes something else. */
export function mutantsOf(documents: AccessDocuments): Mutant[] {
  const plain: AccessDocuments = JSON.parse(JSON.stringify(documents));
  return placesIn(plain).flatMap(({ path, value }) =>
    othersFor(value)
      .filter((other) => JSON.stringify(other) !== JSON.stringify(value))
      .map((other) => ({
        title: `${path.join(".")}: ${JSON.stringify(other) ?? "left out"}`,
        documents: changedAt(plain, path, other) as AccessDocuments,
      })),
  );
}

/** Every place in a value, without the whole value. */
export function placesIn(value: unknown, path: Path = []): { path: Path; value: unknown }[] {
  const inner = Array.isArray(value)
    ? [...value.entries()]
    : typeof value === "object" && value !== null
      ? Object.entries(value)
      : [];
  return [
    ...(path.length > 0 ? [{ path, value }] : []),
    ...inner.flatMap(([key, one]) => placesIn(one, [...path, key])),
  ];
}

/** Values that may replace a value. Undefined removes it. */
function othersFor(value: unknown): unknown[] {
  if (typeof value === "string") return [undefined, "*", `${value}x`, ...likeNames(value)];
  if (typeof value === "boolean") return [undefined, !value];
  if (Array.isArray(value)) return [undefined, [...value, ...value.slice(0, 1)], null];
  return value === null ? [undefined] : [undefined, null];
}

const ACCOUNTS = ["111111111111", "222222222222", "333333333333"];

/** Variants of a text: each of its accounts becomes another, or its effect changes. */
function likeNames(text: string): string[] {
  if (text === "Allow") return ["Deny"];
  if (text === "Deny") return ["Allow"];
  return ACCOUNTS.filter((one) => text.includes(one)).flatMap((from) =>
    ACCOUNTS.filter((to) => to !== from).map((to) => text.replaceAll(from, to)),
  );
}

/** Replaces what is at a place in a value. Undefined removes it. */
export function changedAt(value: unknown, [key, ...rest]: Path, other: unknown): unknown {
  if (key === undefined) return other;
  if (Array.isArray(value)) {
    return value.flatMap((one, index) => {
      const next = index === key ? changedAt(one, rest, other) : one;
      return next === undefined ? [] : [next];
    });
  }
  const changed = { ...(value as Record<string, unknown>) };
  const next = changedAt(changed[key], rest, other);
  if (next === undefined) delete changed[key];
  else changed[key] = next;
  return changed;
}
