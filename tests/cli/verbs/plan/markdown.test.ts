import { doesNotMatch, ok } from "node:assert";

import { planMarkdown } from "../../../../cli/verbs/plan/markdown";

describe("planMarkdown", () => {
  it("keeps names from beginning lines, ending code, or notifying whom they name", () => {
    const evil = "a\n\n# b `x` | @team <img src=x> ~~c~~ &lt; [l](http://x)";
    const text = planMarkdown({
      file: evil,
      stacks: [],
      readers: [],
      documents: [],
      quotas: [],
      renames: [],
      ownersToAsk: [],
      changes: {
        against: evil,
        access: [evil],
        costs: [],
        stacks: [{ stack: evil, added: [evil], changed: [], removed: [], replaced: [] }],
        leftStacks: [],
      },
    } as unknown as Parameters<typeof planMarkdown>[0]);
    doesNotMatch(text, /^# b/m);
    const sentence = text.split("\n").find((line) => line.startsWith("- ")) ?? "";
    doesNotMatch(sentence.replaceAll("@<!-- -->", ""), /@|(?<!\\)[<[~#&`|]/);
    for (const line of text.split("\n").filter((one) => one !== sentence)) {
      // Outside code spans nothing of the name is left.
      ok(!line.replace(/`[^`]*`/g, "").includes("@team"), line);
    }
  });
});
