import assert, { deepStrictEqual, ok, strictEqual } from "node:assert";
import fc from "fast-check";
import { atom, holds } from "../../../../proof/prover/solver/formula";
import { principalArns } from "../../../../proof/prover/texts/domains";
import { findText, patternAccepts } from "../../../../proof/prover/texts/find-text";
import { knownFits } from "../../../../proof/prover/texts/known-fit";
import { smallestConflict } from "../../../../proof/prover/texts/learned-conflicts";
import { equality, equalityLemmas } from "../../../../proof/prover/texts/template";
import {
  anySteps,
  anyText,
  arnPattern,
  constantPattern,
  type PatternStep,
  someText,
  stepsPattern,
  textSteps,
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
  // Otherwise the solver would try one text of the last variable after another until the time is over.
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

describe("a known text that unknown ones stand in", () => {
  const letters = (maxLength: number) =>
    fc.string({ unit: fc.constantFrom("a", "b", ":"), maxLength });
  /** The steps of each part if the unknown texts are these. Without texts, the unknowns stay open. */
  type Made = (texts: string[] | undefined) => PatternStep[];
  const step =
    (characters: PatternStep["class"], many: boolean): Made =>
    () => [{ class: characters, many }];
  const unknown =
    (index: number): Made =>
    (texts) =>
      texts
        ? textSteps(texts[index] ?? "", false)
        : [{ ...anyText, says: (text) => atom(JSON.stringify([index, text])) }];
  const part: fc.Arbitrary<Made> = fc.oneof(
    letters(2).map(
      (text): Made =>
        () =>
          textSteps(text, false),
    ),
    fc.constantFrom(
      step({ kind: "any" }, true),
      step({ kind: "any" }, false),
      step({ kind: "except", code: ":".charCodeAt(0) }, true),
    ),
    fc.constantFrom(unknown(0), unknown(1)),
  );
  const parts = fc.array(part, { maxLength: 4 });
  const pattern = fc.oneof(
    parts.map((all) => (texts?: string[]) => stepsPattern(all.flatMap((one) => one(texts)))),
    fc.tuple(parts, parts).map(
      ([four, five]) =>
        (texts?: string[]) =>
          arnPattern([[], [], [], [], four, five].map((some) => some.flatMap((one) => one(texts)))),
    ),
  );
  const both = fc.tuple(letters(3), letters(3));

  it("fits where, and only where, the pattern with the unknown texts in it accepts it", () => {
    let accepted = 0;
    fc.assert(
      fc.property(
        pattern,
        fc.oneof(
          letters(6),
          letters(4).map((text) => `::::${text}`),
        ),
        both,
        (make, text, texts) => {
          const isAccepted = patternAccepts(make(texts), text);
          const fits = knownFits(text, make());
          const isSo = (name: string) => {
            const [index, said] = JSON.parse(name);
            return texts[index] === said;
          };
          if (!fits) return;
          strictEqual(holds(fits, isSo), isAccepted);
          accepted += Number(isAccepted);
        },
      ),
      { numRuns: 20_000, seed: 1 },
    );
    ok(accepted > 1_000, `only ${accepted} were accepted`);
  });

  it("is asked about each of its beginnings, however long it is", () => {
    const open = (texts: string[] | undefined) =>
      stepsPattern([...textSteps(":", false), ...unknown(0)(texts), ...anySteps]);
    const long = fc.string({ unit: fc.constantFrom("a", "b"), minLength: 100, maxLength: 512 });
    fc.assert(
      fc.property(long, fc.nat(512), fc.constantFrom("", "a"), (text, end, more) => {
        const value = text.slice(0, end) + more;
        const fits = knownFits(`:${text}`, open(undefined));
        ok(fits);
        const isSo = (name: string) => JSON.parse(name)[1] === value;
        strictEqual(holds(fits, isSo), patternAccepts(open([value]), `:${text}`));
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it("is left to the solver where too many parts come into question", () => {
    const said: string[] = [];
    const says = (text: string) => atom(String(said.push(text)));
    const open = stepsPattern([...anySteps, { ...anyText, says }, ...anySteps]);
    strictEqual(knownFits("a".repeat(20), open), undefined);
    deepStrictEqual(said, []);
    ok(knownFits("aa", open));
    deepStrictEqual(said.toSorted(), ["", "", "", "a", "a", "aa"]);
  });
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
