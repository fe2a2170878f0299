import type { Place } from "./place";

/** Takes a value: undefined where it is null or hidden. */
export type Taking<Value> = (place: Place) => Value | undefined;

type Taken<Any> = Any extends Taking<infer Value> ? Value : never;
type Fields = Record<string, Taking<unknown>>;
type TakenFields<All extends Fields> = { [Key in keyof All]?: Taken<All[Key]> };

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
    place.entries((key) => {
      const value = taking(place);
      if (value !== undefined) taken.push([key, value]);
    });
    return Object.fromEntries(taken);
  };
}

/**
 * An object of which its own fields tell how the value at `key`, as `one`, is taken, wherever that stands among them. Of an object of
 * a kind that is not known they tell nothing, and nothing of that value is taken.
 */
export function fieldsAnd<Own extends Fields, Value>(
  own: Own,
  key: string,
  takingOf: (taken: TakenFields<Own>) => Taking<Value> | undefined,
): Taking<TakenFields<Own> & { one?: Value | undefined }> {
  return (place) => {
    if (!isOpen(place, "an object")) return undefined;
    const taken: Record<string, unknown> = {};
    let toValue: (() => void) | undefined;
    const enter = entering(place, own, taken);
    place.object(
      enter.set(key, () => {
        toValue = place.mark();
      }),
    );
    const taking = takingOf(taken as TakenFields<Own>);
    const back = place.mark();
    toValue?.();
    if (taking && toValue) place.within(key, () => Object.assign(taken, { one: taking(place) }));
    back();
    return taken as TakenFields<Own> & { one?: Value };
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
