import { memoize } from "../../collections/maps";
import type { Pattern, PatternElement } from "../../grammar/syntax";

/** Whether the element may take in a text, whatever its variables stand for. */
export function mayTakeIn({ negated, patterns }: PatternElement, text: string): boolean {
  return negated
    ? patterns.every(({ literal }) => literal !== text)
    : patterns.some((pattern) => mayMatch(pattern, text));
}

export function mayMatch(pattern: Pattern, text: string): boolean {
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
