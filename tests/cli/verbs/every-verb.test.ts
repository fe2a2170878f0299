import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { verbs } from "../../../cli/verbs";
import { type Ended, filesIn, run, runProcess } from "../support";
import { progressEvents } from "../terminal/progress-events";

/** The arguments of a verb, and its exit code. */
interface Case {
  args: string[];
  code: number;
  /** Name of the published schema of its answer to `--json`. Undefined if it gives no answer. */
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

/**
 * Columns: the verb, its arguments, the exit code, and the schema of the answer. `DIR` stands for a directory with the files above,
 * and `WRONG` for an inventory with a mistake. The text after `<` is the input.
 */
const TABLE = `
adopt         | --live | 2
adopt         | WRONG | 2
blast-radius  | role ascp-podidentity --json | 0 | blast-radius
blast-radius  | role nobody | 2
blast-radius  | role ascp-podidentity WRONG | 2
check         | --json | 0 | check
check         | DIR/wrong.yaml --json | 2 | check
check         | DIR/none.yaml | 2
completion    | bash | 0
completion    | | 2
destroy       | --yes | 2
destroy       | --yes WRONG | 2
doctor        | --json | 2 | doctor
doctor        | --explain EPS-400 --json | 0 | doctor
doctor        | --text - --json < Unknown | 2 | doctor
doctor        | --text DIR/none.txt | 2
doctor        | nobody | 2
doctor        | --explain EPS-1 | 2
doctor        | WRONG | 2
evaluate      | --documents DIR/documents.json --request DIR/request.json --json | 1 | evaluate
evaluate      | --documents DIR/none.json --request DIR/request.json | 2
graph         | --json | 0 | graph
graph         | --out DIR/none/picture.svg | 2
graph         | WRONG | 2
guard         | --exempt arn:aws:iam::111111111111:role/deploy arn:aws:iam::222222222222:role/deploy --json | 0 | guard
guard         | | 2
guard         | WRONG | 2
init          | --inventory DIR/new.yaml --json --reader-account 111111111111 --cluster shop | 0 | init
init          | --inventory DIR/other.yaml --reader-account 12 | 2
migrate       | DIR/no-readers.yaml --json | 0 | migrate
migrate       | DIR/wrong.yaml --json | 2
permissions   | --json | 0 | permissions
permissions   | --account 222222222222 --json | 0 | permissions
permissions   | --for adopt --account 222222222222 --json | 0 | permissions
permissions   | --for adopt | 2
permissions   | --for through-changes --json | 0 | permissions
permissions   | --for deploy --trust gitlab:group/project --json | 0 | permissions
permissions   | --for restore --json | 0 | permissions
permissions   | --for deploy --account 222222222222 | 2
permissions   | --for deploy --trust github:example/* | 2
permissions   | --account 22 | 2
permissions   | --account 222222222222 --partition aws-us-gov --json | 0 | permissions
permissions   | --account 222222222222 --partition moon | 2
permissions   | --partition aws-cn | 2
permissions   | WRONG | 2
plan          | --json | 0 | plan
plan          | --against DIR/no-readers.yaml --json | 0 | plan
plan          | WRONG | 2
preview       | | 2
preview       | --only nothing | 2
preview       | WRONG | 2
prove         | --claim secret-bounded --json | 0 | prove
prove         | --claim difference --against DIR/no-readers.yaml --json | 1 | prove
prove         | WRONG | 2
put           | nothing < value | 2
put           | secret-a WRONG < value | 2
put           | --from-json - --fd 3 < {} | 2
refresh       | --yes | 2
refresh       | --yes WRONG | 2
report        | --no-proof --out DIR/page.html --json | 0 | report
report        | --out DIR/none/page.html | 2
report        | WRONG | 2
restore       | nothing | 2
restore       | secret-a WRONG | 2
revoke        | application-b --dry-run --json | 0 | revoke
revoke        | nobody | 2
revoke        | application-b --dry-run WRONG | 2
schema        | check | 0
schema        | --list | 0
schema        | nothing | 2
status        | WRONG | 2
status        | | 2
summary       | --documents DIR/documents.json --account 222222222222 --json | 0 | summary
summary       | --documents examples/walkthrough/access.json --account 222222222222 --json | 1 | summary
summary       | --account 222222222222 | 2
summary       | --live --account 22 --region us-east-1 | 2
summary       | --live --account none WRONG | 2
up            | --yes | 2
up            | --yes --only nothing | 2
up            | --yes WRONG | 2
verify        | --attempts --live | 2
verify        | --attempts --inventory DIR/no-readers.yaml | 2
verify        | --json | 0 | verify
verify        | WRONG | 2
sandbox       | start --help | 0
sandbox       | exec --account | 2
sandbox       | begin | 2
what-can-read | application-b --json | 0 | what-can-read
what-can-read | nobody | 2
what-can-read | application-b WRONG | 2
who-can-read  | secret-b --json | 0 | who-can-read
who-can-read  | nothing | 2
who-can-read  | secret-b WRONG | 2
`;

const table: Record<string, Case[]> = {};
for (const row of TABLE.trim().split("\n")) {
  const [verb = "", asked = "", code, schema] = row.split("|").map((cell) => cell.trim());
  const [line = "", input] = asked.replace("WRONG", "--inventory DIR/wrong.yaml").split(" < ");
  table[verb] ??= [];
  table[verb].push({
    ...{ args: line.split(" ").filter(Boolean), code: Number(code) },
    ...(schema && { schema }),
    ...(input && { input }),
  });
}

/** Verbs whose answers need a backend or accounts. tests/cli/stacks/exit-codes.test.ts and restore.test.ts test their exit codes 0 and 1. */
const ENGINE = ["adopt", "destroy", "preview", "put", "refresh", "restore", "status", "up"];

/** `schema` prints JSON in any case, and `completion` prints a script. The words of `sandbox` have options of their own. */
const OWN_FORM = ["completion", "sandbox", "schema"];

/** Verbs whose answers have the schema `stacks`. */
const STACKS = ["destroy", "refresh", "up"];

describe("every verb", () => {
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

/** Verbs that read an input, or that end their process. */
const OWN_PROCESS = ["put", "sandbox"];

/** Runs the command in the directory of the files, without an engine and without credentials. */
function runIn(args: string[], input?: string, ownProcess = false): Promise<Ended> {
  const start = ownProcess || OWN_PROCESS.includes(args[0] ?? "") ? runProcess : run;
  const directory = filesIn(FILES);
  const placed = args.map((one) => one.replace("DIR", directory));
  const env = { PATH: directory, PULUMI_BACKEND_URL: `file://${directory}` };
  return start(placed, { env, input });
}

/** Checks that the text is one JSON value that the published schema describes. */
function answers(schema: string, text: string): void {
  const file = join(__dirname, `../../../schema/${schema}.schema.json`);
  const parsed = z
    .fromJSONSchema(JSON.parse(readFileSync(file, "utf8")))
    .safeParse(JSON.parse(text));
  strictEqual(parsed.error?.message, undefined);
}
