import { strictEqual } from "node:assert";
import fc from "fast-check";

import * as rules from "../../../sdk/rules";
import { type TextRule, textFlaw } from "../../../sdk/rules/rule";
import { textsOf } from "./texts";

/** Rules of texts that stand in no policy. */
const elsewhere: TextRule[] = [
  rules.anyText,
  rules.fileAlias,
  rules.mountPath,
  rules.providerSubject,
  rules.word,
];

const inPolicies = Object.entries(rules).flatMap(([name, rule]): [string, TextRule][] =>
  typeof rule === "object" && "pattern" in rule && !elsewhere.includes(rule) ? [[name, rule]] : [],
);

describe("what may stand in a policy", () => {
  for (const [name, rule] of inPolicies) {
    it(`rejects wildcards and variables in ${name}`, () => {
      const texts = textsOf(rule);
      const signs = fc.constantFrom("*", "?", "$");
      fc.assert(
        fc.property(texts, signs, fc.nat(), (text, sign, place) => {
          const at = place % (text.length + 1);
          strictEqual(rule.pattern.test(text.slice(0, at) + sign + text.slice(at)), false);
        }),
        { numRuns: 50 },
      );
    });
  }

  it("takes the role paths that IAM takes, but for those", () => {
    for (const path of ["/", "/pods/", "/a//b/", "/a!b:c~{d}/", `/${"p".repeat(510)}/`]) {
      strictEqual(textFlaw(rules.rolePath, path), undefined, path);
    }
    for (const path of ["", "pods/", "/pods", "/a b/", "/é/", `/${"p".repeat(511)}/`]) {
      strictEqual(rules.rolePath.pattern.test(path), false, path);
    }
  });
});
