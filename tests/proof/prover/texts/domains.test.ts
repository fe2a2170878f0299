import { strictEqual } from "node:assert";

import { principalArns } from "../../../../proof/prover/texts/domains";
import { findText } from "../../../../proof/prover/texts/find-text";

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
