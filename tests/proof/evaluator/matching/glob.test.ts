import assert from "node:assert";
import fc from "fast-check";
import { matchesArn, matchesPattern } from "../../../../proof/evaluator/matching/match-pattern";
import { parseArnPattern, parsePattern } from "../../../../proof/grammar/pattern";

const place = { document: "test" };
const rules = { wildcards: true, variables: false };

function matches(pattern: string, text: string): boolean {
  return matchesPattern(parsePattern(pattern, rules, place), text, new Map());
}

function arnMatches(pattern: string, text: string): boolean {
  return matchesArn(parseArnPattern(pattern, rules, place), text, new Map());
}

/** The plain definition. It is slow. */
function reference(pattern: string, text: string): boolean {
  if (pattern === "") return text === "";
  const [first, rest] = [pattern.charAt(0), pattern.slice(1)];
  if (first === "*")
    return reference(rest, text) || (text !== "" && reference(pattern, text.slice(1)));
  return (
    text !== "" && (first === "?" || first === text.charAt(0)) && reference(rest, text.slice(1))
  );
}

describe("patterns", () => {
  it("match as their definition says", () => {
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?", ":"), maxLength: 9 });
    const text = fc.string({ unit: fc.constantFrom("a", "b", ":"), maxLength: 9 });
    fc.assert(
      fc.property(pattern, text, (p, t) => assert.strictEqual(matches(p, t), reference(p, t))),
      { numRuns: 2000, seed: 1 },
    );
  });

  it("match ARNs component by component as their definition says", () => {
    const part = (units: string[]) => fc.string({ unit: fc.constantFrom(...units), maxLength: 3 });
    const parts = (units: string[], last: string[]) =>
      fc.tuple(...Array.from({ length: 5 }, () => part(units)), part(last));
    const everywhere = (p: string[], t: string[]) =>
      p.every((one, index) => reference(one, t[index] ?? ""));
    fc.assert(
      fc.property(parts(["a", "*", "?"], ["a", ":", "*", "?"]), parts(["a"], ["a", ":"]), (p, t) =>
        assert.strictEqual(arnMatches(p.join(":"), t.join(":")), everywhere(p, t)),
      ),
      { numRuns: 2000, seed: 2 },
    );
  });

  const wholeStrings: [string, string, boolean][] = [
    ["*", "", true],
    ["?", "", false],
    ["a*c", "abbbc", true],
    ["a*c", "ac", true],
    ["a?c", "ac", false],
    ["*ab", "aab", true],
    ["ab*ba", "aba", false],
    ["db-??????", "db-AbCdEf", true],
    ["db-??????", "db-admin-XyZ987", false],
    ["db-*", "db-admin-XyZ987", true],
    ["arn:*:secret", "arn:a:b:c:secret", true],
    ["A*", "abc", false],
  ];
  for (const [pattern, text, expected] of wholeStrings) {
    it(`${JSON.stringify(pattern)} ${expected ? "matches" : "does not match"} "${text}"`, () => {
      assert.strictEqual(matches(pattern, text), expected);
    });
  }

  const arns: [string, string, boolean][] = [
    ["arn:aws:iam::1:role/*", "arn:aws:iam::1:role/a/b", true],
    ["arn:aws:iam::1:role/a", "arn:aws:iam::1:role/a", true],
    ["arn:aws:iam::*", "arn:aws:iam::1:role/a", false],
    ["arn:*:role/a", "arn:aws:iam::1:role/a", false],
    ["*", "arn:aws:iam::1:role/a", false],
    ["arn:aws:iam::*:role/a", "arn:aws:iam::1:role/a", true],
    ["arn:aws:iam::?:role/?", "arn:aws:iam::1:role/a", true],
    ["arn:aws:sm:r:1:secret:*", "arn:aws:sm:r:1:secret:a:b", true],
    ["arn:aws:sm:*:secret:a", "arn:aws:sm:r:1:secret:a", false],
    ["arn:aws:iam::1:role/a", "not an arn", false],
    ["*:*:*:*:*:*", "a:b:c", false],
  ];
  for (const [pattern, text, expected] of arns) {
    it(`as an ARN ${pattern} ${expected ? "matches" : "does not match"} ${text}`, () => {
      assert.strictEqual(arnMatches(pattern, text), expected);
    });
  }
});
