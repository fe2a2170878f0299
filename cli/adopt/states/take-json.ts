import { isMapping } from "iam-proof/collections";
import * as z from "zod";
import { fileError, kinds, pathText } from "../../documents/documents-file";
import { JsonTextError, parseJsonText } from "../../documents/json-text";
import { FileError } from "../../terminal/errors";

/** Levels that a text may nest: states describe schemas of their own. */
const DEPTH_LIMIT = 500;

/** Says what kind of value stands where another is taken, and repeats nothing of it. */
const SAYS = {
  error: ({ expected = "", input }: { expected?: unknown; input?: unknown }) =>
    `must be ${kinds[`${expected}`]}, got ${input === null ? "null" : kinds[Array.isArray(input) ? "array" : typeof input]}`,
};

/**
 * Takes what a shape lists of a text of JSON that may hold secrets. What the shape does not list, nobody gets: whole objects of the
 * text never leave this function. Throws a `FileError` that repeats nothing of the text.
 */
export function takeJson<Shape extends z.ZodType>(
  file: string,
  text: string,
  shape: Shape,
): z.output<Shape> {
  try {
    const { data, error } = shape.safeParse(parseJsonText(text, DEPTH_LIMIT), SAYS);
    if (!error) return data;
    const problems = error.issues.map(({ message, path }) => ({
      path,
      message: `${pathText(path) || "the file"} ${message}`,
    }));
    throw fileError(file, text, problems, DEPTH_LIMIT);
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    // Its own message repeats keys, which may be values in the wrong place.
    const message = `the file must be JSON that says each key once and nests at most ${DEPTH_LIMIT} levels deep; here it is not`;
    throw new FileError([{ file, ...error.place, path: "", message }]);
  }
}

/** What may be left out, or null, which is the same. */
function maybe<Shape extends z.ZodType>(shape: Shape) {
  return shape.nullish().transform((value) => value ?? undefined);
}

/** A text. Of one that Pulumi hides, by an object in its place, it takes an empty one: nobody knows then what it names. */
export const text = maybe(
  z.preprocess((given) => (isMapping(given) ? "" : given), z.string().nullish()),
);

export const flag = maybe(z.boolean());

export const number = maybe(z.number());

/** Whether there is a value; of that value nothing. */
export const present = maybe(z.unknown().transform(() => true));

/** The values of a list. */
export function list<Shape extends z.ZodType>(shape: Shape) {
  return maybe(z.array(shape)).transform((all) => all?.flatMap((one) => one ?? []));
}

/** An object, of which these keys are taken. */
export function fields<Shape extends z.ZodRawShape>(shape: Shape) {
  return maybe(z.object(shape));
}

/**
 * An object of which these keys are taken, and the value at `key` as `one`, in the shape that the object's `type` has in `shapes`. Of
 * an object of another type nothing of that value is taken.
 */
export function fieldsAnd<Shape extends z.ZodRawShape, One>(
  shape: Shape,
  key: string,
  shapes: ReadonlyMap<unknown, z.ZodType<One>>,
) {
  const whole = z.object({ ...shape, type: text, [key]: z.unknown().optional() });
  return whole.transform((given, { issues }) => {
    const { [key]: value, type, ...own } = given as Record<string, unknown>;
    const taken = shapes.get(type)?.safeParse(value, SAYS);
    for (const { message, path } of taken?.error?.issues ?? []) {
      issues.push({ code: "custom", input: undefined, message, path: [key, ...path] });
    }
    return { ...own, one: taken?.data } as z.output<z.ZodObject<Shape>> & { one?: One };
  });
}
