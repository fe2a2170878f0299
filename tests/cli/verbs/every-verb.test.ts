import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

import { verbs } from "../../../cli/verbs";
import { type Ended, run, runProcess, withFiles } from "../support";
import { progressEvents } from "../terminal/progress-events";

/** What a verb is asked, and with which exit code it answers. `DIR` stands for a directory with the files below. */
interface Case {
  args: string[];
  code: 0 | 1 | 2;
  /** Name of the published schema that its answer to `--json` follows; none where it has no answer to give. */
  schema?: string;
  input?: string;
}

const REQUEST = JSON.stringify({
  principal: { kind: "anonymous" },
  action: "secretsmanager:GetSecretValue",
  resource: "arn:aws:secretsmanager:us-east-1:222222222222:secret:none-abcdef",
});

const FILES = {
  "documents.json": "{}",
  "request.json": REQUEST,
  "wrong.yaml": "accounts: []\n",
  "no-readers.yaml": 'accounts: { a: { id: "111111111111", region: us-east-1 } }\n',
};

const wrong = ["--inventory", "DIR/wrong.yaml"];

const table: Record<string, Case[]> = {
  "blast-radius": [
    { args: ["role", "ascp-podidentity", "--json"], code: 0, schema: "blast-radius" },
    { args: ["role", "nobody"], code: 2 },
    { args: ["role", "ascp-podidentity", ...wrong], code: 2 },
  ],
  check: [
    { args: ["--json"], code: 0, schema: "check" },
    { args: ["DIR/wrong.yaml", "--json"], code: 2, schema: "check" },
    { args: ["DIR/none.yaml"], code: 2 },
  ],
  completion: [
    { args: ["bash"], code: 0 },
    { args: [], code: 2 },
  ],
  destroy: [
    { args: ["--yes"], code: 2 },
    { args: ["--yes", ...wrong], code: 2 },
  ],
  evaluate: [
    {
      args: ["--documents", "DIR/documents.json", "--request", "DIR/request.json", "--json"],
      code: 1,
      schema: "evaluate",
    },
    { args: ["--documents", "DIR/none.json", "--request", "DIR/request.json"], code: 2 },
  ],
  graph: [
    { args: ["--json"], code: 0, schema: "graph" },
    { args: ["--out", "DIR/none/picture.svg"], code: 2 },
    { args: wrong, code: 2 },
  ],
  init: [
    {
      args: [
        ...["--inventory", "DIR/new.yaml", "--json"],
        ...["--reader-account", "111111111111", "--cluster", "shop"],
      ],
      code: 0,
      schema: "init",
    },
    { args: ["--inventory", "DIR/other.yaml", "--reader-account", "12"], code: 2 },
  ],
  migrate: [
    { args: ["DIR/no-readers.yaml", "--json"], code: 0, schema: "migrate" },
    { args: ["DIR/wrong.yaml", "--json"], code: 2 },
  ],
  permissions: [
    { args: ["--json"], code: 0, schema: "permissions" },
    { args: ["--account", "222222222222", "--json"], code: 0, schema: "permissions" },
    {
      args: ["--for", "deploy", "--trust", "gitlab:group/project", "--json"],
      code: 0,
      schema: "permissions",
    },
    { args: ["--for", "restore", "--json"], code: 0, schema: "permissions" },
    { args: ["--for", "deploy", "--account", "222222222222"], code: 2 },
    { args: ["--for", "deploy", "--trust", "github:example/*"], code: 2 },
    { args: ["--account", "22"], code: 2 },
    { args: wrong, code: 2 },
  ],
  plan: [
    { args: ["--json"], code: 0, schema: "plan" },
    { args: ["--against", "DIR/no-readers.yaml", "--json"], code: 0, schema: "plan" },
    { args: wrong, code: 2 },
  ],
  preview: [
    { args: [], code: 2 },
    { args: ["--only", "nothing"], code: 2 },
    { args: wrong, code: 2 },
  ],
  prove: [
    { args: ["--claim", "secret-bounded", "--json"], code: 0, schema: "prove" },
    {
      args: ["--claim", "difference", "--against", "DIR/no-readers.yaml", "--json"],
      code: 1,
      schema: "prove",
    },
    { args: wrong, code: 2 },
  ],
  put: [
    { args: ["nothing"], code: 2, input: "value" },
    { args: ["secret-a", ...wrong], code: 2, input: "value" },
    { args: ["--from-json", "-", "--fd", "3"], code: 2, input: "{}" },
  ],
  refresh: [
    { args: ["--yes"], code: 2 },
    { args: ["--yes", ...wrong], code: 2 },
  ],
  report: [
    { args: ["--no-proof", "--out", "DIR/page.html", "--json"], code: 0, schema: "report" },
    { args: ["--out", "DIR/none/page.html"], code: 2 },
    { args: wrong, code: 2 },
  ],
  restore: [
    { args: ["nothing"], code: 2 },
    { args: ["secret-a", ...wrong], code: 2 },
  ],
  revoke: [
    { args: ["application-b", "--dry-run", "--json"], code: 0, schema: "revoke" },
    { args: ["nobody"], code: 2 },
    { args: ["application-b", "--dry-run", ...wrong], code: 2 },
  ],
  schema: [
    { args: ["check"], code: 0 },
    { args: ["--list"], code: 0 },
    { args: ["nothing"], code: 2 },
  ],
  status: [
    { args: wrong, code: 2 },
    { args: [], code: 2 },
  ],
  summary: [
    {
      args: ["--documents", "DIR/documents.json", "--account", "222222222222", "--json"],
      code: 0,
      schema: "summary",
    },
    {
      args: [
        ...["--documents", "examples/walkthrough/access.json"],
        ...["--account", "222222222222", "--json"],
      ],
      code: 1,
      schema: "summary",
    },
    { args: ["--account", "222222222222"], code: 2 },
    { args: ["--live", "--account", "22", "--region", "us-east-1"], code: 2 },
    { args: ["--live", "--account", "none", ...wrong], code: 2 },
  ],
  up: [
    { args: ["--yes"], code: 2 },
    { args: ["--yes", "--only", "nothing"], code: 2 },
    { args: ["--yes", ...wrong], code: 2 },
  ],
  verify: [
    { args: ["--attempts", "--live"], code: 2 },
    { args: ["--attempts", "--inventory", "DIR/no-readers.yaml"], code: 2 },
    { args: ["--json"], code: 0, schema: "verify" },
    { args: wrong, code: 2 },
  ],
  sandbox: [
    { args: ["start", "--help"], code: 0 },
    { args: ["exec", "--account"], code: 2 },
    { args: ["begin"], code: 2 },
  ],
  "what-can-read": [
    { args: ["application-b", "--json"], code: 0, schema: "what-can-read" },
    { args: ["nobody"], code: 2 },
    { args: ["application-b", ...wrong], code: 2 },
  ],
  "who-can-read": [
    { args: ["secret-b", "--json"], code: 0, schema: "who-can-read" },
    { args: ["nothing"], code: 2 },
    { args: ["secret-b", ...wrong], code: 2 },
  ],
};

/** Verbs whose exit codes 0 and 1, and whose answers, need a backend or accounts: tests/cli/stacks/exit-codes.test.ts and restore.test.ts ask them. */
const ENGINE = ["destroy", "preview", "put", "refresh", "restore", "status", "up"];

/** What `schema` prints is JSON in any case, and `completion` prints a script. The words of `sandbox` have their own options. */
const OWN_FORM = ["completion", "sandbox", "schema"];

/** Verbs whose answers have the schema `stacks`. */
const STACKS = ["destroy", "refresh", "up"];

describe("every verb", function () {
  this.timeout(120_000); // the first case of each verb starts a process

  it("stands in this table, with a mistake of its user and, but for the engine's, an answer", () => {
    deepStrictEqual(Object.keys(table).sort(), Object.keys(verbs).sort());
    for (const [verb, cases] of Object.entries(table)) {
      ok(
        cases.some(({ code }) => code === 2),
        verb,
      );
      ok(ENGINE.includes(verb) || cases.some(({ code }) => code !== 2), verb);
    }
  });

  for (const [verb, load] of Object.entries(verbs)) {
    it(`names its inventory, its file and its form as the others do: ${verb}`, async () => {
      const options = (await load()).command().options.map(({ long }) => long);
      strictEqual(options.includes("--inventory"), !["evaluate", ...OWN_FORM].includes(verb));
      strictEqual(options.includes("--out"), ["graph", "report"].includes(verb));
      strictEqual(options.includes("--json"), !OWN_FORM.includes(verb));
    });
  }

  for (const [verb, cases] of Object.entries(table)) {
    const mistake = OWN_FORM.includes(verb)
      ? undefined
      : cases.findLast(({ code, schema }) => code === 2 && !schema);
    const others = cases.filter((one) => one !== mistake);
    for (const [index, { args, code, input, schema }] of others.entries()) {
      it(`ends with ${code}: ${[verb, ...args].join(" ")}`, async () => {
        const ended = await runIn([verb, ...args], input, index === 0);
        strictEqual(ended.code, code, ended.stderr + ended.stdout);
        doesNotMatch(ended.stderr, /^\s+at |internal error/m);
        if (schema) answers(schema, ended.stdout);
        else if (code === 2) match(ended.stderr, /error: \S/);
      });
    }
    if (!mistake) continue;
    it(`ends with 2, and says in JSON alone what was wrong: ${[verb, ...mistake.args].join(" ")}`, async () => {
      const args = [verb, ...mistake.args, "--json", "--progress", "json"];
      const ended = await runIn(args, mistake.input);
      strictEqual(ended.code, 2);
      const errors = progressEvents(ended.stderr).filter(({ event }) => event === "error");
      const messages = errors.map((one) => "message" in one && one.message);
      answers(STACKS.includes(verb) ? "stacks" : verb, ended.stdout);
      const { problems, result } = JSON.parse(ended.stdout);
      strictEqual(result, "error");
      ok(problems.length > 0);
      for (const { message } of problems) ok(messages.includes(message), ended.stderr);
    });
  }
});

/** Verbs that read an input, or are a program that ends its process. */
const OWN_PROCESS = ["put", "sandbox"];

/** Runs the command beside the files, without an engine and with nobody's credentials. */
function runIn(args: string[], input?: string, ownProcess = false): Promise<Ended> {
  const start = ownProcess || OWN_PROCESS.includes(args[0] ?? "") ? runProcess : run;
  return withFiles(FILES, (directory) => {
    const placed = args.map((one) => one.replace("DIR", directory));
    const env = { PATH: directory, PULUMI_BACKEND_URL: `file://${directory}` };
    return start(placed, { env, input });
  });
}

/** The text is one JSON value that the published schema describes. */
function answers(schema: string, text: string): void {
  const file = join(__dirname, `../../../schema/${schema}.schema.json`);
  const parsed = z
    .fromJSONSchema(JSON.parse(readFileSync(file, "utf8")))
    .safeParse(JSON.parse(text));
  strictEqual(parsed.error?.message, undefined);
}
