import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { ask, asking } from "../../../cli/terminal/ask";
import { withoutCredentials } from "../../../cli/terminal/errors";
import { choiceProblem } from "../../../cli/verbs/init/questions";
import { builtFile } from "../../built";
import { each } from "../../facts";
import { refused } from "../../outcomes";
import { A, withSandbox } from "../../sandbox/support";
import { runInProject } from "../stacks/fake-project";
import { run } from "../support";
import { progressEvents } from "./progress-events";

const INVENTORY = `
id: lz-progress
accounts: { a: { id: "${A}", region: us-east-1 } }
clusters: { shop: { account: a, create: {} } }
secrets: { own: { account: a } }
readers: { web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] } }
`;

const VALUE = "correct horse battery staple";

describe("--progress json", () => {
  const { sandbox } = withSandbox();

  const asked = async (
    args: string[],
    { behaviour = {}, input }: { behaviour?: Record<string, string>; input?: string } = {},
  ) => {
    const words = [...args, "--progress", "json"];
    const project = { behaviour, input, inventory: INVENTORY, stacks: {} };
    const ended = await runInProject(sandbox, A, words, project);
    return { ...ended, events: progressEvents(ended.stderr) };
  };

  it("tells what begins, what is done, and what fails and why", async () => {
    const behaviour = { "a.secrets": "fails" };
    const { code, events } = await asked(["up", "--yes", "--parallel", "1"], { behaviour });
    strictEqual(code, 1);
    const ends = events.filter(({ event }) => event === "begin" || event === "end");
    each(ends, (one) => ("seconds" in one ? { ...one, seconds: 0 } : one)).are([
      { event: "begin", name: "a.cluster", text: "up" },
      { event: "end", name: "a.cluster", result: "done", seconds: 0, changes: { create: 3 } },
      { event: "begin", name: "a.secrets", text: "up" },
      { event: "end", name: "a.secrets", result: "failed", seconds: 0, reason: "no such thing" },
    ]);
  });

  it("is nothing but lines of JSON after Ctrl-C, too, and tells what was stopped", async () => {
    const behaviour = { "a.cluster": "is stopped" };
    const { code, events } = await asked(["up", "--yes", "--parallel", "1"], { behaviour });
    strictEqual(code, 1);
    const [note] = events.filter(({ event }) => event === "note");
    deepStrictEqual(note, { event: "note", message: "stopping after the steps in flight" });
    const last = events.at(-1);
    deepStrictEqual(last?.event === "end" && [last.name, last.result], ["a.cluster", "stopped"]);
  });

  it("holds no value that is put, whether it works or not", async () => {
    for (const [name, input] of [
      ["own", VALUE],
      ["own", JSON.stringify({ own: VALUE })],
    ] as const) {
      const args = input === VALUE ? ["put", name] : ["put", "--from-json", "-"];
      const { events, stderr, stdout } = await asked(args, { input });
      ok(!`${stderr}${stdout}`.includes(VALUE));
      const ended = events.find(({ event }) => event === "end");
      deepStrictEqual(ended && "name" in ended && ended.name, "own");
      ok(ended && "result" in ended && ended.result === "failed", stderr);
    }
  });

  it("counts how much of a proof is done", async () => {
    const { code, stderr } = await run("prove --claim secret-bounded --progress json");
    strictEqual(code, 0, stderr);
    const counts = progressEvents(stderr).filter(({ event }) => event === "count");
    deepStrictEqual(counts.at(-1), { event: "count", name: "proving", done: 2, total: 2 });
  });

  it("tells in JSON of a mistake in the arguments, and asks nobody", async () => {
    for (const [args, message] of [
      [["up", "--ye"], /^unknown option '--ye'\n\(Did you mean --yes\?\)$/],
      [["up"], /^--yes must be given where no terminal can ask$/],
    ] as const) {
      const stderr = await refused(run([...args, "--progress", "json"]));
      const [error] = progressEvents(stderr);
      ok(error?.event === "error", stderr);
      match(error.message, message);
    }
  });

  it("takes no other form", async () => {
    match(await refused(run("check --progress xml")), /Allowed choices are text, json/);
  });
});

/** The answer of a question on a terminal when this is typed, and what the terminal shows. */
async function typed(keys: string | undefined, signal?: AbortSignal) {
  const input = new PassThrough();
  const output = Object.assign(new PassThrough(), { isTTY: true });
  const shown = text(output);
  const answer = ask("Region: ", signal, { input, output });
  if (keys === undefined) input.end();
  else input.write(keys);
  const got = await answer;
  output.end();
  return { got, shown: await shown };
}

describe("a question on the terminal", () => {
  it("is answered by what is typed, without the spaces around it", async () => {
    const { got, shown } = await typed(" eu-west-1 \r");
    strictEqual(got, "eu-west-1");
    match(shown, /Region: /);
  });

  for (const [name, keys] of [
    ["Ctrl-C", "eu\u0003"],
    ["Ctrl-D", "\u0004"],
    ["the end of the input", undefined],
  ] as const) {
    it(`is left without an answer by ${name}, and without an error`, async () => {
      strictEqual((await typed(keys)).got, undefined);
    });
  }

  it("is answered by its own line of several that are pasted, unless they are forgotten", async () => {
    const input = new PassThrough();
    const output = Object.assign(new PassThrough(), { isTTY: true });
    input.write("one\rtwo\rthree\rfo");
    const got = await asking(
      async (ask, forget) => {
        const answers = [await ask("1: "), await ask("2: ")];
        forget();
        setImmediate(() => input.write("ur\r"));
        return [...answers, await ask("4: ")];
      },
      { input, output },
    );
    deepStrictEqual(got, ["one", "two", "four"]);
  });

  it("is left without an answer where everything is asked to stop", async () => {
    strictEqual((await typed("", AbortSignal.timeout(10))).got, undefined);
  });
});

describe("a choice for a first inventory", () => {
  it("is told apart from one that no inventory can hold, in words that follow its name", () => {
    deepStrictEqual(
      [
        choiceProblem("readerAccount", "111111111111"),
        choiceProblem("readerAccount", "7"),
        choiceProblem("ownerAccount", ""),
        choiceProblem("region", "eu"),
        choiceProblem("cluster", ""),
        choiceProblem("secret", "a b"),
      ],
      [
        undefined,
        'must be 12 digits, got "7"',
        undefined,
        'must be an AWS region, such as us-east-1, got "eu"',
        'must be at most 100 letters, digits, hyphens and underscores, beginning with a letter or digit, got ""',
        'must be at most 512 letters, digits and characters of /_+=.@-, got "a b"',
      ],
    );
  });
});

const ROOT = join(__dirname, "../../..");

/** Runs the command with this standard output. Standard error is read, or its reader has left. */
function runInto(args: string[], stdout: "pipe" | number, isRead: boolean) {
  const child = spawn(process.execPath, [builtFile("cli/main.js"), ...args], {
    cwd: ROOT,
    stdio: ["ignore", stdout, "pipe"],
  });
  let stderr = "";
  child.stdout?.destroy();
  if (isRead) {
    child.stderr?.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
  } else child.stderr?.destroy();
  return new Promise<{ code: number | null; stderr: string }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stderr }));
  });
}

describe("an answer that cannot be written", () => {
  it("is an error in one line where the disk is full", async () => {
    const { code, stderr } = await runInto(["check"], openSync("/dev/full", "w"), true);
    const errors = stderr.split("\n").filter((line) => !line.includes(": warning: "));
    deepStrictEqual(
      [code, ...errors],
      [2, "error: cannot write the answer: ENOSPC: no space left on device, write", ""],
    );
  });

  it("is none where its reader has left", async () => {
    deepStrictEqual(await runInto(["plan", "--json"], "pipe", true), { code: 0, stderr: "" });
  });

  it("does not end the command where nobody reads its errors any more", async () => {
    const { code } = await runInto(["check", "nowhere.yaml"], "pipe", false);
    strictEqual(code, 2);
  });
});

const cases: [string, string][] = [
  ["open postgres://me:secret@db:5432/state: refused", "open postgres://db:5432/state: refused"],
  ["open postgres://me:s%40c%2Fret@db/state", "open postgres://db/state"],
  ["open postgres://me:s@c/r?t@db/state", "open postgres://db/state"],
  ["open postgres://me:sec", "open postgres://…"],
  ["open postgres://me:12/secret@db/state: refused", "open postgres://db/state: refused"],
  ["open postgres://me:sec'ret@db/state: refused", "open postgres://db/state: refused"],
  ["the 'postgres://me:secret@db/state' is closed", "the 'postgres://db/state' is closed"],
  [
    "https://token@github.example/x and s3://bucket: gone",
    "https://github.example/x and s3://bucket: gone",
  ],
  [
    'parse "postgres://db/state?user=me&password=secret&sslmode=disable": no',
    'parse "postgres://db/state?user=…&password=…&sslmode=disable": no',
  ],
  [
    "open postgres://db/state?password=sec&ret&sslmode=disable",
    "open postgres://db/state?password=…&…&sslmode=disable",
  ],
  [
    "open azblob://box?sas=sig%3Dx&region=eu: open https://box?sig=x&se=2030",
    "open azblob://box?sas=…&region=eu: open https://box?sig=…&se=…",
  ],
  [
    "awskms://alias/pulumi?region=eu-central-1 at http://127.0.0.1:4566/x@1 and http://[::1]:80/",
    "awskms://alias/pulumi?region=eu-central-1 at http://127.0.0.1:4566/x@1 and http://[::1]:80/",
  ],
  [
    "cannot connect to `host=db user=me password='se cret' database=state`: refused",
    "cannot connect to `host=db user=… password=… database=state`: refused",
  ],
  [
    "host=db password=secret, sslpassword=x sslmode=disable",
    "host=db password=…, sslpassword=… sslmode=disable",
  ],
  ["host=db password='se\\'cret", "host=db password=…"],
  [
    'open bucket s3://state?region=eu: unknown query parameter "cret"',
    'open bucket s3://state?region=eu: unknown query parameter "…"',
  ],
  ['invalid value for query parameter "region"', 'invalid value for query parameter "region"'],
  ['{"url":"postgres:\\/\\/me:secret@db\\/state"}', '{"url":"postgres://db/state"}'],
  ["https://host/state#token=secret: no", "https://host/state#… no"],
  ["open postgres://me:se#cret@db/state", "open postgres://db/state"],
  [
    'parse "postgres://me:se": invalid port ":se" after host',
    'parse "postgres://…": invalid port "…" after host',
  ],
  [
    'parse "postgres://me:%zz@db": invalid URL escape "%zz"',
    'parse "postgres://db": invalid URL escape "…"',
  ],
];

describe("withoutCredentials", () => {
  for (const [text, bare] of cases) {
    it(`says "${bare}"`, () => strictEqual(withoutCredentials(text, ""), bare));
  }

  it("leaves nothing of a backend's URL that holds what no URL may", () => {
    const url = 'postgres://me:s e"c@ret@db/state';
    strictEqual(
      withoutCredentials(`failed on ${url}: no`, url),
      "failed on postgres://db/state: no",
    );
  });
});
