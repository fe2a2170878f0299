import assert, { deepStrictEqual, ok, strictEqual } from "node:assert";
import fc from "fast-check";
import { holds } from "../../../../proof/prover/solver/formula";
import { principalArns } from "../../../../proof/prover/texts/domains";
import { findText, patternAccepts } from "../../../../proof/prover/texts/find-text";
import { smallestConflict } from "../../../../proof/prover/texts/learned-conflicts";
import { equality, equalityLemmas } from "../../../../proof/prover/texts/template";
import {
  anySteps,
  constantPattern,
  someText,
  stepsPattern,
} from "../../../../proof/prover/texts/text-pattern";
import {
  lastSegment,
  type TextValue,
  unknownText,
  withinArn,
} from "../../../../proof/prover/texts/text-value";
import { TextVariable } from "../../../../proof/prover/texts/text-variable";

describe("the ARNs of principals", () => {
  for (const partition of [undefined, "aws", "aws-cn"]) {
    const kinds = Object.entries(principalArns(partition));
    for (const [index, [kind, pattern]] of kinds.entries()) {
      for (const [other, another] of kinds.slice(index + 1)) {
        it(`are of one kind each, in ${partition ?? "any partition"}: ${kind} or ${other}`, () => {
          for (const one of another) {
            const question = { domain: pattern, within: [one], outside: [] };
            strictEqual(findText(question, Number.POSITIVE_INFINITY), undefined);
          }
        });
      }
    }
  }
});

describe("equal texts in a row", () => {
  // Otherwise the solver tries one text of the last after another, until the time is over.
  for (const order of ["first", "last"]) {
    it(`are each asked what the first is, where its equality comes ${order}`, () => {
      const texts = ["a", "b", "c", "d"].map(
        (name) => new TextVariable(name, [stepsPattern(anySteps)]),
      );
      const row = texts
        .slice(1)
        .map((text, index) =>
          equality(`${index}`, unknownText(texts[index] as TextVariable), unknownText(text)),
        );
      texts[0]?.matches(constantPattern("alice"));
      equalityLemmas(order === "first" ? row : row.reverse());
      for (const { patterns } of texts) deepStrictEqual(patterns, [constantPattern("alice")]);
    });
  }
});

const TEXTS = [
  ...["*", "", "a", "a/b", "a/", "/", "arn:aws:iam", "arn:aws:iam::111111111111:user/x/alice"],
  ...[
    "arn:aws:s3:::bucket/a",
    "arn:aws:kms:us-east-1:111111111111:key/k",
    "arn:aws:a:b:c",
    "a:b:c:d:e:f:g",
  ],
];
const PARTS = ["", "us-east-1", "111111111111", "d", "e", "b", "alice", "k"];
const PATTERNS = [...PARTS.map(constantPattern), someText, stepsPattern(anySteps)];

function agrees(make: (variable: TextVariable) => TextValue): void {
  const variable = new TextVariable("text", [stepsPattern(anySteps)]);
  const part = make(variable);
  for (const pattern of PATTERNS) {
    const formula = part.matches(pattern);
    for (const text of TEXTS) {
      const truths = new Map(
        variable.patterns.map((one) => [variable.atomName(one), patternAccepts(one, text)]),
      );
      assert.strictEqual(
        holds(formula, (name) => truths.get(name) === true),
        patternAccepts(
          pattern,
          part.read(() => text),
        ),
        `${pattern.key} of ${JSON.stringify(text)}`,
      );
    }
  }
}

describe("a part of a text", () => {
  it("is the same to the solver and to whoever reads it, account and region of what is no ARN too", () => {
    agrees((variable) => withinArn(variable, "account"));
    agrees((variable) => withinArn(variable, "region"));
  });

  it("is empty where there is no slash that it could follow", () => agrees(lastSegment));
});

describe("smallestConflict", () => {
  it("keeps exactly what makes the conflict, and asks few times", () => {
    const subset = fc.uniqueArray(fc.nat(199), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(subset, (needed) => {
        let asked = 0;
        const all = Array.from({ length: 200 }, (_, index) => index);
        const found = smallestConflict(all, (some) => {
          asked += 1;
          return needed.every((one) => some.includes(one));
        });
        deepStrictEqual(
          found.toSorted((a, b) => a - b),
          needed.toSorted((a, b) => a - b),
        );
        ok(asked <= 20 * needed.length, String(asked));
      }),
      { seed: 1 },
    );
  });

  it("leaves nothing out of which the conflict could do without, where there are several", () => {
    const conflicts = (some: number[]) => some.filter((one) => one % 3 === 0).length >= 2;
    const found = smallestConflict([1, 3, 4, 6, 9, 10], conflicts);
    ok(conflicts(found));
    deepStrictEqual(found.length, 2);
  });
});
