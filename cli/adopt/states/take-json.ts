import { JsonTextError, parseJsonText, placesInJson } from "../../documents/json-text";
import { FileError } from "../../terminal/errors";

/**
 * Takes a value of a text that may hold secrets: undefined where it is null or hidden. What nobody takes, nobody gets: whole objects
 * of the text never leave `takeJson`.
 */
export type Taking<Value> = (value: unknown, place: Place) => Value | undefined;

/** Where a value stands, and what to do where it is another than is taken. */
interface Place {
  within(step: string | number, title?: string): Place;
  /** Notes that the value is hidden, as Pulumi hides one by an object in its place. */
  hide(): void;
  /** Throws what is wrong here; `says` repeats nothing of the text. */
  fail(says: string): never;
}

/** Levels that a text may nest: states describe schemas of their own. */
const DEPTH_LIMIT = 500;

/** Takes what is on a list from a text of JSON; also, where its tool hides a value of it. Throws a `FileError`. */
export function takeJson<Value>(
  file: string,
  text: string,
  taking: Taking<Value>,
): { value: Value | undefined; hidden: string[] } {
  const hidden: string[] = [];
  const placeAt = (path: PropertyKey[], title: string): Place => ({
    within: (step, own = typeof step === "number" ? `[${step}]` : `.${step}`) =>
      placeAt([...path, step], title + own),
    hide: () => hidden.push(`${titled(title)} of ${file} is hidden by its tool`),
    fail: (says) => {
      const [at = { line: 1, column: 1 }] = placesInJson(text, [path], DEPTH_LIMIT);
      const message = `${titled(title)} ${says}`;
      throw new FileError([{ file, ...at, path: titled(title), message }]);
    },
  });
  try {
    return { value: taking(parseJsonText(text, DEPTH_LIMIT), placeAt([], "")), hidden };
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    // Its own message repeats keys, which may be values in the wrong place.
    const message = `the file must be JSON that says each key once and nests at most ${DEPTH_LIMIT} levels deep; here it is not`;
    throw new FileError([{ file, ...error.place, path: "", message }]);
  }
}

function titled(title: string): string {
  return title.replace(/^\./, "") || "the file";
}

type Taken<Any> = Any extends Taking<infer Value> ? Value : never;
type Fields = Record<string, Taking<unknown>>;
type TakenFields<All extends Fields> = { [Key in keyof All]?: Taken<All[Key]> };

function scalar<Value>(kind: string): Taking<Value> {
  return (value, place) => (isOf(kind, value, place) ? (value as Value) : undefined);
}

export const text = scalar<string>("a text");

export const flag = scalar<boolean>("true or false");

export const number = scalar<number>("a number");

/** Whether there is a value; of that value nothing. */
export const present: Taking<true> = () => true;

/** The values of a list that are taken. */
export function list<Value>(taking: Taking<Value>): Taking<Value[]> {
  return (value, place) =>
    isOf("a list", value, place)
      ? (value as unknown[]).flatMap((one, index) => taking(one, place.within(index)) ?? [])
      : undefined;
}

/** An object, of which these keys are taken; `written` is how the text writes them. */
export function fields<All extends Fields>(
  all: All,
  written: (key: string) => string = (key) => key,
): Taking<TakenFields<All>> {
  return (value, place) => {
    if (!isOf("an object", value, place)) return undefined;
    const taken = Object.entries(all).flatMap(([key, taking]) => {
      const own = written(key);
      if (!Object.hasOwn(value as object, own)) return [];
      const one = taking((value as Record<string, unknown>)[own], place.within(own));
      return one === undefined ? [] : [[key, one]];
    });
    return Object.fromEntries(taken);
  };
}

/** An object with all its keys, of values that are all taken alike. */
export function entries<Value>(taking: Taking<Value>): Taking<Record<string, Value>> {
  return (value, place) => {
    if (!isOf("an object", value, place)) return undefined;
    const taken = Object.entries(value as object).flatMap(([key, given]) => {
      // A key that is on no list may be one that nobody should see.
      const one = taking(given, place.within(key, ".*"));
      return one === undefined ? [] : [[key, one] as const];
    });
    return Object.fromEntries(taken);
  };
}

/**
 * An object of which its own fields tell how the value at `key`, as `one`, is taken. Of an object of a kind that is not known they tell
 * nothing, and nothing of that value is taken.
 */
export function fieldsAnd<Own extends Fields, Value>(
  own: Own,
  key: string,
  takingOf: (taken: TakenFields<Own>) => Taking<Value> | undefined,
): Taking<TakenFields<Own> & { one?: Value | undefined }> {
  const takeOwn = fields(own);
  return (value, place) => {
    const taken = takeOwn(value, place);
    const taking = taken && takingOf(taken);
    const one = taking && fields({ one: taking }, () => key)(value, place);
    return taken && { ...taken, ...one };
  };
}

const KINDS: Record<string, string> = {
  string: "a text",
  number: "a number",
  boolean: "true or false",
};

function isOf(wanted: string, value: unknown, place: Place): boolean {
  if (value === null) return false;
  const kind = Array.isArray(value) ? "a list" : (KINDS[typeof value] ?? "an object");
  if (kind === wanted) return true;
  if (kind === "an object") place.hide();
  else place.fail(`must be ${wanted}, got ${kind}`);
  return false;
}
