import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert";
import type { Command } from "commander";
import { Markup, markup } from "../../../cli/terminal/markup";
import { count } from "../../../cli/terminal/output";
import { printedJson, printedText } from "../../../cli/terminal/printed-text";
import { oncePerDocument, toldOnce, withoutRepeats } from "../../../cli/terminal/repeated-reasons";
import { verbs } from "../../../cli/verbs";
import { schemas } from "../../../cli/verbs/schema";
import { refused } from "../../outcomes";
import { inventoryText } from "../../sdk/grant/support";
import { filesIn, run } from "../support";

/** Commands that a CI system obeys in its log: GitHub's two forms, Azure DevOps's and TeamCity's. */
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

describe("markup", () => {
  it("escapes every text, in contents and in attributes", () => {
    const text = `<b title="x" class='y'>&amp;`;
    strictEqual(
      markup`<p title="${text}">${text}</p>`.toString(),
      `<p title="&lt;b title=&quot;x&quot; class=&#39;y&#39;&gt;&amp;amp;">&lt;b title=&quot;x&quot; class=&#39;y&#39;&gt;&amp;amp;</p>`,
    );
  });

  it("keeps markup as it is, lists in their order, and makes nothing of nothing", () => {
    const items = ["a", "<"].map((one) => markup`<li>${one}</li>`);
    strictEqual(
      markup`<ul>${items}</ul>${undefined}${false}${0}${new Markup("<hr>")}`.toString(),
      "<ul><li>a</li><li>&lt;</li></ul>0<hr>",
    );
  });

  it("replaces what XML cannot hold: control characters and halves of characters", () => {
    strictEqual(
      markup`${"a\u0000b\u001bc\ud83dd\udc00e\uffff😀\t\n"}`.toString(),
      "a�b�c�d�e�😀\t\n",
    );
  });
});

/** How many words a sentence may have. */
const MOST = 28;

describe("the help and the schemas", () => {
  it(`say it in sentences of at most ${MOST} words`, async () => {
    const commands = await Promise.all(Object.values(verbs).map(async (one) => await one()));
    const texts = [
      ...commands.flatMap((one) => helpOf(one.command())),
      ...Object.values(schemas).flatMap((schema) => descriptionsIn(schema())),
    ];
    const long = texts.flatMap(sentencesOf).filter((one) => one.split(/\s+/).length > MOST);
    deepStrictEqual([...new Set(long)], []);
  });
});

/** A verb's help without its examples, because only that consists of whole sentences. */
function helpOf(verb: Command): string[] {
  let printed = "";
  verb.configureOutput({ writeOut: (text) => (printed += text) }).outputHelp();
  const [after = ""] = printed.split("\nExamples:").slice(0, 1);
  const notes = after.slice(after.lastIndexOf("display help for command"));
  return [verb.description(), notes, ...verb.options.map(({ description }) => description)];
}

function descriptionsIn(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === "description" && typeof value === "string" ? [value] : descriptionsIn(value),
  );
}

/** Splits text into sentences. Indented lines are lists, and so may be what follows a colon. */
function sentencesOf(text: string): string[] {
  return text.replace(/^ {2}.*$/gm, "").split(/(?<=[.!?:;])\s+|\n\n/);
}

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

describe("a count in words", () => {
  it("has the plural of its noun, of one that ends in s too", () => {
    deepStrictEqual(
      [count(1, "add-on"), count(2, "add-on"), count(2, "SecretProviderClass")],
      ["1 add-on", "2 add-ons", "2 SecretProviderClasses"],
    );
  });
});

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
