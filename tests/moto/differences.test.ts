import { deepStrictEqual } from "node:assert/strict";
import { compareWithList, type Differences } from "./differences";
import type { Outcome } from "./run-moto";

const LIST: Differences = {
  notOffered: { "kms GenerateMac": ["mac"] },
  otherWords: { "kms CreateKey ValidationException": ["words"] },
  differs: [{ because: "", source: "", refused: "kms Encrypt DisabledException", tests: ["own"] }],
};

function outcomeOf(test: string, outcome: Partial<Outcome> = {}): Outcome {
  return {
    ...{ test, outcome: "failed", error: "AssertionError: x", calls: 1 },
    ...{ refused: [], notOffered: [], faults: [] },
    ...outcome,
  };
}

const AS_LISTED = [
  outcomeOf("mac[1]", { notOffered: ["kms GenerateMac"] }),
  outcomeOf("words", { refused: ["kms CreateKey ValidationException"] }),
  outcomeOf("own", { refused: ["kms Encrypt DisabledException"] }),
  outcomeOf("good", { outcome: "passed" }),
  outcomeOf("moto's own", { calls: 0 }),
];

const compare = (...changed: Outcome[]) => {
  const names = new Set(changed.map(({ test }) => test));
  return compareWithList([...AS_LISTED.filter(({ test }) => !names.has(test)), ...changed], LIST);
};

describe("the list of Moto's tests that do not pass", () => {
  it("is right where each fails as it says", () => {
    deepStrictEqual(compare(), []);
  });

  it("is wrong where a test starts to fail, or to pass", () => {
    deepStrictEqual(compare(outcomeOf("good")), [
      "good does not pass, and is not in the list: AssertionError: x",
    ]);
    deepStrictEqual(compare(outcomeOf("own", { outcome: "passed" })), [
      "own passes, and is in the list",
    ]);
  });

  it("is wrong where a test fails for something else", () => {
    deepStrictEqual(compare(outcomeOf("mac[1]")), [
      "mac[1] does not pass, but not for want of kms GenerateMac: AssertionError: x",
    ]);
    const refused = ["kms CreateKey ValidationException"];
    deepStrictEqual(compare(outcomeOf("words", { refused, error: "KeyError: x" })), [
      "words does not pass, but not for the words of kms CreateKey ValidationException: KeyError: x",
    ]);
    deepStrictEqual(compare(outcomeOf("own", { refused })), [
      "own does not pass, but not for kms Encrypt DisabledException: AssertionError: x",
    ]);
  });

  it("is wrong where it names a test that is not there, and where the sandbox failed", () => {
    deepStrictEqual(compareWithList(AS_LISTED.slice(1), LIST), [
      "mac is in the list, and was not run",
    ]);
    deepStrictEqual(compare(outcomeOf("good", { outcome: "passed", faults: ["kms Encrypt: x"] })), [
      "good: kms Encrypt: x",
    ]);
  });
});
