import * as z from "zod";

import { choicesInWords } from "../../../rules/rule";
import { suggestion } from "../../../rules/wording";

/** A mapping that knows its keys: any other is refused, with the nearest one suggested. */
export function entry<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys
            .map((key) => `is not a known key${suggestion(key, Object.keys(shape))}`)
            .join("\n")
        : undefined,
  });
}

/** A choice of words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: `must be ${choicesInWords(words)}` });
}

/** A key that is either `true` or absent. */
export function given() {
  return z.literal(true, { error: "must be true where it is given" });
}

/** A key that AWS knows and this package refuses, with the reason. */
export function refused(reason: string) {
  return z.never({ error: reason }).optional();
}
