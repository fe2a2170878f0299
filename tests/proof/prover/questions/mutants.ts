import type { AccessDocuments } from "../../pods";

/** Documents of which one place is other than in those that they are made of. */
export interface Mutant {
  /** The place, and what was done there. */
  title: string;
  documents: AccessDocuments;
}

/** From which mutant on a run looks. Each run looks at the same ones, so that it fails by the change that it tests. */
export const FROM = Number(process.env.MUTANTS_FROM || 1);

/** A prime, so that the mutants of one run lie all over the documents. */
const STEP = 7919;

/** The mutants of these documents that the run looks at: `usual` many, unless the environment says how many. */
export function mutantsOfRun(documents: AccessDocuments, usual: number): Mutant[] {
  const mutants = mutantsOf(documents);
  const length = Number(process.env.MUTANTS || usual);
  return Array.from({ length }, (_, index) => (FROM + index) * STEP).flatMap(
    (place) => mutants[place % mutants.length] ?? [],
  );
}

type Path = (string | number)[];

/** Every change of one place of the documents: what is there is left out, or becomes something else. */
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

/** Every place in a value, but for the whole. */
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

/** What may stand in place of a value; undefined leaves it out. */
function othersFor(value: unknown): unknown[] {
  if (typeof value === "string") return [undefined, "*", `${value}x`, ...likeNames(value)];
  if (typeof value === "boolean") return [undefined, !value];
  if (Array.isArray(value)) return [undefined, [...value, ...value.slice(0, 1)], null];
  return value === null ? [undefined] : [undefined, null];
}

const ACCOUNTS = ["111111111111", "222222222222", "333333333333"];

/** The text with each of its accounts, and its effect, turned into another. */
function likeNames(text: string): string[] {
  if (text === "Allow") return ["Deny"];
  if (text === "Deny") return ["Allow"];
  return ACCOUNTS.filter((one) => text.includes(one)).flatMap((from) =>
    ACCOUNTS.filter((to) => to !== from).map((to) => text.replaceAll(from, to)),
  );
}

/** The value with another one at a place; undefined leaves that out. */
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
