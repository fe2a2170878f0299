import type { Place } from "./place";

/** Takes a value: undefined where it is null or hidden. */
export type Taking<Value> = (place: Place) => Value | undefined;

/** Key of an object that Pulumi writes in place of a value that it hides. */
const HIDES = "4dabf18193072939515e22adb298388d";

type Taken<Any> = Any extends Taking<infer Value> ? Value : never;
type Fields = Record<string, Taking<unknown>>;
export type TakenFields<All extends Fields> = { [Key in keyof All]?: Taken<All[Key]> };

/** Of objects of different kinds, what is taken of each kind. */
type ByKind = Record<string, Fields>;
type OfKinds<Own extends Fields, Kinds extends ByKind> = {
  [Kind in keyof Kinds & string]: { kind: Kind } & TakenFields<Own> & TakenFields<Kinds[Kind]>;
}[keyof Kinds & string];

export const text: Taking<string> = (place) => scalar(place, "a text") as string | undefined;

export const flag: Taking<boolean> = (place) =>
  scalar(place, "true or false") as boolean | undefined;

/** Whether there is a value; of that value nothing. */
export const present: Taking<true> = () => true;

export const number: Taking<number> = (place) => scalar(place, "a number") as number | undefined;

function scalar(place: Place, wanted: ReturnType<Place["kind"]>): unknown {
  const kind = place.kind();
  if (kind === "null") return undefined;
  if (kind === "an object") return place.hide();
  if (kind !== wanted) place.fail(`must be ${wanted}, got ${kind}`);
  return place.scalar();
}

/** The values of a list that are taken. */
export function list<Value>(taking: Taking<Value>): Taking<Value[]> {
  return (place) => {
    if (!isOpen(place, "a list")) return undefined;
    const values: Value[] = [];
    place.list(() => {
      const value = taking(place);
      if (value !== undefined) values.push(value);
    });
    return values;
  };
}

/** An object, of which these keys are taken; `written` is how the text writes them. */
export function fields<All extends Fields>(
  all: All,
  written: (key: string) => string = (key) => key,
): Taking<TakenFields<All>> {
  return (place) => {
    if (!isOpen(place, "an object")) return undefined;
    const taken: Record<string, unknown> = {};
    place.object(entering(place, all, taken, written));
    return taken as TakenFields<All>;
  };
}

/** An object with all its keys, of values that are all taken alike. */
export function entries<Value>(taking: Taking<Value>): Taking<Record<string, Value>> {
  return (place) => {
    if (!isOpen(place, "an object")) return undefined;
    const taken: [string, Value][] = [];
    let isHidden = false;
    place.entries((key) => {
      if (key === HIDES) isHidden = true;
      const value = taking(place);
      if (value !== undefined) taken.push([key, value]);
    });
    return isHidden ? place.hide() : Object.fromEntries(taken);
  };
}

/**
 * An object whose own fields tell its kind, which tells what else is taken of it, in whatever order they stand. Undefined for an
 * object of another kind.
 */
export function ofKinds<Own extends Fields, Kinds extends ByKind>(
  own: Own,
  kindOf: (taken: TakenFields<Own>) => string | undefined,
  kinds: Kinds,
): Taking<OfKinds<Own, Kinds>> {
  const later = new Set(Object.values(kinds).flatMap(Object.keys));
  return (place) => {
    if (!isOpen(place, "an object")) return undefined;
    const taken: Record<string, unknown> = {};
    const marks = new Map<string, () => void>();
    const enter = entering(place, own, taken);
    for (const key of later) enter.set(key, () => void marks.set(key, place.mark()));
    place.object(enter);
    const kind = kindOf(taken as TakenFields<Own>);
    if (kind === undefined || !Object.hasOwn(kinds, kind)) return undefined;
    const back = place.mark();
    for (const [key, take] of entering(place, kinds[kind] as Fields, taken)) {
      const mark = marks.get(key);
      mark?.();
      if (mark) place.within(key, take);
    }
    back();
    return { ...taken, kind } as OfKinds<Own, Kinds>;
  };
}

function entering(
  place: Place,
  all: Fields,
  taken: Record<string, unknown>,
  written = (key: string) => key,
): Map<string, () => void> {
  const enter = ([key, taking]: [string, Taking<unknown>]): [string, () => void] => [
    written(key),
    () => {
      const value = taking(place);
      if (value !== undefined) taken[key] = value;
    },
  ];
  return new Map(Object.entries(all).map(enter));
}

function isOpen(place: Place, wanted: "an object" | "a list"): boolean {
  const kind = place.kind();
  if (kind === wanted) return true;
  if (kind === "an object") place.hide();
  else if (kind !== "null") place.fail(`must be ${wanted}, got ${kind}`);
  return false;
}
