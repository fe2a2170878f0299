import { memoize } from "../../collections";
import type { ParsedCondition, Pattern, PatternElement } from "../../grammar/syntax";

/** Whether the element may match a text for any values of its variables. */
export function mayTakeIn({ negated, patterns }: PatternElement, text: string): boolean {
  return negated
    ? patterns.every(({ literal }) => literal !== text)
    : patterns.some((pattern) => mayMatch(pattern, text));
}

function mayMatch(pattern: Pattern, text: string): boolean {
  if (pattern.literal !== undefined) return pattern.literal === text;
  if (pattern.also && mayMatch(pattern.also, text)) return true;
  return expressionOf(pattern).test(text);
}

const expressionOf = memoize(({ tokens }: Pattern): RegExp => {
  const parts = tokens.map((token) => {
    if (token.kind === "text") return token.text.replace(/[^\w]/g, "\\$&");
    return token.kind === "one" ? "." : ".*";
  });
  return new RegExp(`^${parts.join("").replace(/(\.\*)+/g, ".*")}$`, "s");
});

/** A resource's tags, and the service whose condition keys contain them in addition to `aws:`. */
export interface TaggedResource {
  service: string;
  tags: Record<string, string>;
}

/** Whether a condition may hold in a request for the resource. False only if the resource's known tags decide so. */
export function mayHold(condition: ParsedCondition, { service, tags }: TaggedResource): boolean {
  const [, family, key = ""] = /^([a-z0-9]+):resourcetag\/(.*)$/s.exec(condition.key.name) ?? [];
  if (family !== "aws" && family !== service) return true;
  const { comparison, ifExists, negated, set } = condition;
  // Condition keys do not distinguish tag keys that only differ in case.
  const values = Object.entries(tags).flatMap(([tag, value]) =>
    tag.toLowerCase() === key ? [value] : [],
  );
  if (comparison.type === "null") {
    if (set !== undefined) return set === "ForAllValues";
    // A tag without a value counts as missing.
    return comparison.values.includes(values.every((value) => value === ""));
  }
  const isMissing = values.length === 0;
  if (negated || ifExists || set === "ForAllValues") return true;
  if (isMissing || comparison.type !== "string" || comparison.how === "equalsIgnoreCase") {
    return !isMissing;
  }
  return comparison.values.some((pattern) => values.some((value) => mayMatch(pattern, value)));
}
