import { isMapping } from "iam-proof/collections";
import * as z from "zod";
import { FileError } from "../terminal/errors";
import { fileError, kinds, pathText } from "./json-errors";
import { JsonTextError, parseJsonText } from "./json-text";

/** Deepest nesting of a text. States contain schemas of their own. */
const DEPTH_LIMIT = 500;

/** Says which kind of value was expected, and repeats nothing of the value. */
const SAYS = {
  error: ({ expected = "", input }: { expected?: unknown; input?: unknown }) =>
    `must be ${kinds[`${expected}`]}, got ${input === null ? "null" : kinds[Array.isArray(input) ? "array" : typeof input]}`,
};

/**
 * Takes only what a shape lists from a JSON text that may contain secrets. The rest of the text never leaves this function.
 * Throws a `FileError` that repeats nothing of the text.
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
    // The parser's own message repeats keys, which may be misplaced values.
    const message = `the file must be JSON that says each key once and nests at most ${DEPTH_LIMIT} levels deep; here it is not`;
    throw new FileError([{ file, ...error.place, path: "", message }]);
  }
}

/** A value that may be absent or null, which mean the same. */
function maybe<Shape extends z.ZodType>(shape: Shape) {
  return shape.nullish().transform((value) => value ?? undefined);
}

/** A text. If Pulumi hides it behind an object, this takes an empty text: nobody then knows what it names. */
export const text = maybe(
  z.preprocess((given) => (isMapping(given) ? "" : given), z.string().nullish()),
);

export const flag = maybe(z.boolean());

export const number = maybe(z.number());

/** Whether there is a value. It takes nothing of the value. */
export const present = maybe(z.unknown().transform(() => true));

/** The values of a list. */
export function list<Shape extends z.ZodType>(shape: Shape) {
  return maybe(z.array(shape)).transform((all) => all?.flatMap((one) => one ?? []));
}

/** An object of which only these keys are taken. */
export function fields<Shape extends z.ZodRawShape>(shape: Shape) {
  return maybe(z.object(shape));
}

/**
 * An object of which only these keys are taken, and the value at `key` as `one`, in the shape that `shapes` has for the object's
 * `type`. If `shapes` lacks the type, nothing of the value is taken.
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
