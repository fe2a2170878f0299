import { deepStrictEqual } from "node:assert";
import { equality, equalityLemmas } from "../../../../proof/prover/texts/template";
import {
  anySteps,
  constantPattern,
  stepsPattern,
} from "../../../../proof/prover/texts/text-pattern";
import { unknownText } from "../../../../proof/prover/texts/text-value";
import { TextVariable } from "../../../../proof/prover/texts/text-variable";

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
