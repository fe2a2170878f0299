import fc from "fast-check";

import { type TextRule, textFlaw } from "../../../sdk/rules/rule";

/** Texts that a rule takes. The generator knows no lookahead, so that what one refuses is left out afterwards. */
export function textsOf(rule: TextRule): fc.Arbitrary<string> {
  const { flags, source } = rule.pattern;
  const plain = source.replace(/\(\?!([^()]|\([^()]*\))*\)/g, "");
  return fc
    .stringMatching(new RegExp(plain, flags.replace("i", "")), { size: "xsmall" })
    .filter((text) => textFlaw(rule, text) === undefined);
}
