import { deepStrictEqual, doesNotMatch, strictEqual } from "node:assert";

import { printedJson, printedText } from "../../../cli/terminal/printed-text";
import { refused } from "../../outcomes";
import { filesIn, run } from "../support";

/** What a CI system that keeps the log would obey: GitHub's two forms, Azure DevOps's and TeamCity's. */
const COMMAND = /^\s*::|##\[|##vso\[|##teamcity\[/m;

const cases: [string, string][] = [
  [
    "plain: text::of 3 # signs\nand two lines\twith a tab",
    "plain: text::of 3 # signs\nand two lines\twith a tab",
  ],
  ["\u001b[31merror\u001b[39m: no", "\u001b[31merror\u001b[39m: no"],
  ["got\n::error file=a::b", "got\n\\::error file=a::b"],
  ["got\r\n  ::stop-commands::x", "got\\r\n  \\::stop-commands::x"],
  [
    "got ##[add-mask]x ##vso[task.setvariable variable=A]b",
    "got #\\#[add-mask]x #\\#vso[task.setvariable variable=A]b",
  ],
  [
    "\u001b[2J\u001b]8;;http://x\u0007\u009b1A\u202egone",
    "\\u001b[2J\\u001b]8;;http://x\\u0007\\u009b1A\\u202egone",
  ],
  ["over\r[31mwritten", "over\\r[31mwritten"],
  ["a%0A::error::b", "a%0A::error::b"],
];

describe("printedText", () => {
  for (const [text, printed] of cases) {
    it(`prints ${JSON.stringify(text)} so that nothing obeys it`, () => {
      strictEqual(printedText(text), printed);
      doesNotMatch(printedText(text), COMMAND);
    });
  }

  it("keeps what a JSON answer says", () => {
    const answer = { name: "a\n::error::b ##[warning]c \u009b1A ü" };
    const json = printedJson(JSON.stringify(answer, null, 2));
    doesNotMatch(json, COMMAND);
    doesNotMatch(json, /\u009b/);
    deepStrictEqual(JSON.parse(json), answer);
  });
});

describe("eks-pod-secrets", () => {
  const evil = "x\n::error file=a::owned ##[warning]b\u001b[2J";

  it("prints names from an inventory on one line that no CI system obeys", async () => {
    const key = JSON.stringify(evil);
    const files = {
      "zone.yaml": `${key}: 1\naccounts:\n  ${key}: { id: ${key} }\ninclude: [${key}]\n`,
    };
    const directory = filesIn(files);
    for (const json of [[], ["--json"]]) {
      const { code, stderr, stdout } = await run(["check", `${directory}/zone.yaml`, ...json]);
      strictEqual(code, 2);
      doesNotMatch(stdout + stderr, COMMAND);
      strictEqual((stdout + stderr).includes("\u001b[2J"), false);
      for (const line of stderr.trimEnd().split("\n"))
        strictEqual(line.startsWith(directory) || line === "", true, line);
    }
  });

  it("prints what the command line names so that no CI system obeys it", async () => {
    for (const args of [["check", evil], [`--${evil}`], [evil], ["put", evil]]) {
      doesNotMatch(await refused(run(args)), COMMAND);
    }
  });
});
