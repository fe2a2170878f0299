import assert from "node:assert";
import { holds } from "../../../../proof/prover/solver/formula";
import { patternAccepts } from "../../../../proof/prover/texts/find-text";
import {
  anySteps,
  constantPattern,
  someText,
  stepsPattern,
} from "../../../../proof/prover/texts/text-pattern";
import { lastSegment, type TextValue, withinArn } from "../../../../proof/prover/texts/text-value";
import { TextVariable } from "../../../../proof/prover/texts/text-variable";

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
