import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { refused } from "../../outcomes";
import { inventoryText } from "../../sdk/grant/support";
import { filesIn, run } from "../support";

const env = { GITHUB_ACTIONS: "true" };

describe("in GitHub Actions", () => {
  it("check annotates each mistake at its line", async () => {
    const directory = filesIn({ "a,b.yaml": "accounts:\n  a: { id: 7, region: us-east-1 }\n" });
    const file = `${directory}/a,b.yaml`;
    const stderr = await refused(run(`check ${file}`, { env }));
    const [first] = stderr.split("\n");
    match(first ?? "", /^::error file=.*\/a%2Cb\.yaml,line=2,col=\d+::accounts\.a\.id must be/);
  });

  it("makes no command of what an inventory holds", async () => {
    const directory = filesIn({ "a.yaml": 'accounts:\n  "x%0A::error::y\\n::error::z": {}\n' });
    const { stderr } = await run(`check ${directory}/a.yaml`, { env });
    const commands = stderr.split("\n").filter((line) => /^\s*::/.test(line));
    for (const command of commands) match(command, /^::error file=.*a\.yaml,line=\d+,col=\d+::/);
    strictEqual(/%0A/.test(stderr), false);
  });

  it("plan --against warns of what a change costs, and tells whose access changes", async () => {
    const directory = filesIn({
      "before.yaml": inventoryText(),
      "after.yaml": inventoryText().replace("reads: [own, foreign]", "reads: [own]"),
    });
    const before = `${directory}/before.yaml`;
    const after = `${directory}/after.yaml`;
    const args = ["plan", "--inventory", after, "--against", before, "--json"];
    const { stderr, stdout } = await run(args, { env });
    const { changes } = JSON.parse(stdout);
    const levels = stderr.split("\n").flatMap((line) => /^::(\w+) file=/.exec(line)?.[1] ?? []);
    deepStrictEqual(levels, [
      ...changes.costs.map(() => "warning"),
      ...changes.access.map(() => "notice"),
    ]);
    strictEqual(levels.includes("notice"), true);
  });
});
