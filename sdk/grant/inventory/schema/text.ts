import * as z from "zod";

import type { TextRule } from "../../../rules/rule";
import { type NumberRule, rangeInWords } from "../../../rules/rule";

/** A text that fulfils a rule. Messages read `<path> must be <rule>, got <value>; <advice>`. */
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
