import { strictEqual } from "node:assert";

import { oncePerDocument, toldOnce, withoutRepeats } from "../../../cli/terminal/repeated-reasons";

describe("a reason that is told once", () => {
  const reason = toldOnce("no key opens the long door", "the door stays shut");
  const longer = toldOnce("no key opens the long door of a", "door a stays shut");

  it("stands in full at its first place, within a text too, and then in its short form", () => {
    const told = new Set<string>();
    const text = `${reason}; so: ${reason}`;
    strictEqual(withoutRepeats(text, told), `${reason}; so: the door stays shut`);
    strictEqual(withoutRepeats(`x: ${reason}.`, told), "x: the door stays shut.");
    strictEqual(withoutRepeats(longer, told), longer);
    strictEqual(withoutRepeats(longer, told), "door a stays shut");
  });

  it("stands in full once in each document", () => {
    const answer = { first: reason, others: [{ reason }, { reason: "else" }] };
    const said =
      '{"first":"no key opens the long door","others":[{"reason":"the door stays shut"},{"reason":"else"}]}';
    strictEqual(JSON.stringify(answer, oncePerDocument()), said);
    strictEqual(JSON.stringify(answer, oncePerDocument()), said);
  });
});
