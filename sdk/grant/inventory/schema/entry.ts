import * as z from "zod";
import * as rules from "../../../rules";
import { suggestion } from "../../../rules/problem";
import { choicesInWords, type NumberRule, rangeInWords, type TextRule } from "../../../rules/rule";

/** A mapping with fixed keys. An unknown key is refused, and the nearest known one is suggested. */
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

/** One of several words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: `must be ${choicesInWords(words)}` });
}

/** A key that may be left out. `says`: what it means. */
export function optional<Schema extends z.ZodType>(says: string, schema: Schema) {
  return schema.optional().describe(says);
}

/** A key that is either `true` or absent. */
export function given() {
  return z.literal(true, { error: "must be true where it is given" });
}

/** A key that exists in AWS and that this package refuses, with the reason. */
export function refused(reason: string) {
  return z.never({ error: reason }).optional();
}

/** A text that satisfies a rule. Messages read `<path> must be <rule>, got <value>; <advice>`. */
export function text({ advice, fits, must, pattern }: TextRule) {
  const error = `must be ${must}${advice ? `; ${advice}` : ""}`;
  const schema = z.string().regex(pattern, { error, abort: fits !== undefined });
  return fits ? schema.refine(fits, { error }) : schema;
}

/** A whole number between two bounds, both included. */
export function wholeNumber(rule: NumberRule) {
  const error = `must be ${rangeInWords(rule)}`;
  return z.number({ error }).int({ error }).min(rule.least, { error }).max(rule.most, { error });
}

/** Tags that AWS accepts together with two of this package's own. */
export const tags = z
  .record(text(rules.tagKey), text(rules.tagValue))
  .refine((all) => Object.keys(all).length <= 48, {
    error: "must have at most 48 tags",
  });
