import { deepStrictEqual, match, strictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { StacksAnswer } from "../../../cli/stacks/run/stacks-shape";
import type { StatusAnswer } from "../../../cli/verbs/status/shape";
import { failed } from "../../outcomes";
import { A, B, withSandbox } from "../../sandbox/support";
import type { KeptStack } from "../fake-pulumi/kept-stacks";
import { type FakeProject, keptSecret, runInProject } from "./fake-project";

const INVENTORY = `
id: lz-tests
accounts: { a: { id: "${A}", region: us-east-1 }, b: { id: "${B}", region: us-east-1 } }
clusters: { shop: { account: a, create: {} } }
secrets: { own: { account: a } }
readers: { web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] } }
`;

/** Number of resources in each stack after its deployment. */
const DEPLOYED = { "a.cluster": 3, "a.secrets": 3, "a.workloads": 3 };

/** Columns: the verb, the stacks' resources, what the engine does, the exit code, the results, and when that is so. */
const CASES = `
up                          | none  |                             | 0 | done done done          | every stack is done
up                          | none  | a.secrets fails             | 1 | done failed waits       | a stack failed, and what depends on it waits
up --parallel 1             | none  | a.cluster is stopped        | 1 | stopped stopped stopped | it was asked to stop
up                          | none  | backend is stopped          | 1 | stopped stopped stopped | it was asked to stop before the backend answered
up                          | none  | backend is stopped first    | 1 | stopped stopped stopped | what asks the backend was stopped before the command knew of it
up                          | none  | backend fails               | 2 |                         | the backend cannot be asked
up --secrets-provider kms:x | none  |                             | 2 |                         | Pulumi encrypts with nothing of that name
destroy                     | 3 3 3 |                             | 0 | done done done          | every stack is empty
destroy                     | 3 3 3 | a.workloads fails           | 1 | failed waits waits      | a stack failed, and those that it depends on stay
destroy                     | 3 3 3 | a.workloads is stopped      | 1 | stopped stopped stopped | it was asked to stop, though the engine calls half a destruction a success
destroy --only b.*          | 3 3 3 |                             | 2 |                         | the inventory has no such stack
refresh                     | 3 3 3 |                             | 0 | done done done          | every stack is read
refresh                     | 3 3 3 | a.workloads fails           | 1 | done done failed        | a stack cannot be read, and the others are
refresh                     | none  | backend fails               | 2 |                         | the backend cannot be asked
preview                     | 3 3 3 | a.secrets changes           | 0 | previewed previewed previewed | something would change
preview --expect-no-changes | 3 3 3 |                             | 0 | previewed previewed previewed | nothing would change, as expected
preview --expect-no-changes | 3 3 3 | a.secrets changes           | 1 | previewed previewed previewed | something would change, which was not expected
preview --expect-no-changes | 3 - 3 |                             | 1 | previewed new waits     | a stack is new, which was not expected, and what reads it waits
preview                     | 3 3 3 | a.cluster fails             | 1 | failed previewed previewed | a stack cannot be previewed, and the others are
preview --parallel 1        | 3 3 3 | a.cluster is stopped        | 1 | stopped stopped stopped | it was asked to stop
preview                     | none  | backend is stopped          | 1 | stopped stopped stopped | it was asked to stop before the backend answered
preview                     | none  | backend is stopped first    | 1 | stopped stopped stopped | what asks the backend was stopped before the command knew of it
preview                     | none  | backend fails               | 2 |                         | the backend cannot be asked
status                      | 3 0 - |                             | 1 | deployed empty absent   | a stack is absent, and a value is missing
status                      | 3 1 3 |                             | 1 | deployed empty deployed | a stack's first deployment failed before it made anything
status                      | none  | backend fails               | 2 |                         | the backend cannot be asked
`;

/** Reads a row of the table. */
function caseOf(row: string) {
  const [line = "", held = "", does = "", code, results = "", says] = row.split(/ *\| /);
  const counts = Object.keys(DEPLOYED).map((stack, index) => [stack, held.split(" ")[index]]);
  const stacks = counts.flatMap(([stack, count]) =>
    /\d/.test(count ?? "") ? [[stack, Number(count)]] : [],
  );
  const [stack = "", ...behaviour] = does.split(" ");
  return {
    ...{ args: line.split(" "), code: Number(code), results: results.split(" "), says },
    stacks: Object.fromEntries(stacks),
    behaviour: does ? { [stack]: behaviour.join(" ") } : {},
  };
}

interface Case {
  behaviour: Record<string, string>;
  stacks: Record<string, number>;
}

describe("the exit code, without the engine", () => {
  const { sandbox } = withSandbox();
  let own: string;

  before(async () => {
    const { secretsManager } = sandbox.clients(A);
    own = (await secretsManager.createSecret({ Name: "own" })).ARN ?? "";
  });

  const asked = (
    args: string[],
    { behaviour, stacks = {} }: Partial<Case>,
    { input, inventory = INVENTORY, profiles = "" }: Partial<FakeProject> = {},
  ) => {
    const kept: [string, KeptStack][] = Object.entries(stacks).map(([stack, resources]) => [
      stack,
      { resources },
    ]);
    // The stand-in for the engine makes no secret, so its stack has the existing one.
    const holds = [keptSecret("own", own)];
    if (args[0] === "up") kept.unshift(["a.secrets", { resources: 0, holds }]);
    return runInProject(sandbox, A, [...args, "--json"], {
      ...{ behaviour, input, inventory, profiles, stacks: Object.fromEntries(kept) },
    });
  };

  for (const one of CASES.trim().split("\n").map(caseOf)) {
    const { args, code, results, says } = one;
    it(`is ${code} of ${args[0]} where ${says}`, async () => {
      const reads = args[0] === "status" || args[0] === "preview";
      const yes = reads ? [] : ["--yes"];
      const ended = await asked([...args, ...yes], one);
      strictEqual(ended.code, code, ended.stderr + ended.stdout);
      const schema = reads ? String(args[0]) : "stacks";
      const answer = answered<StacksAnswer | StatusAnswer>(schema, ended.stdout);
      if (code === 2) return match(ended.stderr, /^error: \S/);
      const got = answer.stacks.map((stack) => ("state" in stack ? stack.state : stack.result));
      deepStrictEqual(got, results);
    });
  }

  it("comes with nothing but what was done, however many stacks there are", async () => {
    const ids = new Map(Array.from({ length: 12 }, (_, one) => [`a${one}`, `${10 ** 11 + one}`]));
    const each = <T>(make: (name: string, id: string) => [string, T]) =>
      Object.fromEntries([...ids].map(([name, id]) => make(name, id)));
    const inventory = JSON.stringify({
      accounts: each((name, id) => [name, { id, region: "us-east-1" }]),
      secrets: each((account) => [`of-${account}`, { account }]),
    });
    const profiles = [...ids].map(([name, id]) => {
      const { accessKeyId, secretAccessKey } = sandbox.administrator(id);
      return `[${name}]\naws_access_key_id=${accessKeyId}\naws_secret_access_key=${secretAccessKey}\n`;
    });
    const { code, stderr, stdout } = await asked(
      ["up", "--yes"],
      {},
      { inventory, profiles: profiles.join("") },
    );
    strictEqual(code, 0, stdout);
    const others = stderr.split("\n").filter((line) => !/^(\w+\.secrets|up): /.test(line));
    deepStrictEqual(others, [""]);
  });

  for (const [says, own, reason] of [
    [
      "a deployRole that may not be assumed",
      `deployRole: "arn:aws:iam::${A}:role/nobody"`,
      /those of its deployRole arn:aws:iam::\d+:role\/nobody cannot be used; nothing was sent: AccessDenied: /,
    ],
    [
      "a profile that there is not",
      "profile: nobody",
      /those of its profile nobody cannot be used; nothing was sent: CredentialsProviderError: .*nobody/,
    ],
  ] as const) {
    it(`says why it does not know values, and which account it cannot ask: ${says}`, async () => {
      const inventory = INVENTORY.replace(`id: "${A}",`, `id: "${A}", ${own},`);
      const status = await asked(["status"], { stacks: DEPLOYED }, { inventory });
      strictEqual(status.code, 0, status.stderr);
      const [value] = answered<StatusAnswer>("status", status.stdout).values;
      strictEqual(value?.value, "unknown");
      match(value?.reason ?? "", /^account \d+ \(a\) cannot be asked, as said above$/);
      match(status.stdout, reason);

      const put = await asked(["put", "own"], {}, { input: "value", inventory });
      deepStrictEqual([put.code, put.stderr.split("\n").length], [2, 2]);
      match(put.stderr, reason);
    });
  }

  it("is 0 of destroy where no stack is there, with whatever credentials", async () => {
    const inventory = INVENTORY.replace(A, "333333333333");
    strictEqual((await asked(["destroy", "--yes"], {}, { inventory })).code, 0);
    const stdout = await failed(asked(["up", "--yes"], {}, { inventory }));
    match(stdout, /credentials must be of account 333333333333/);
  });

  it("tells of stacks that the inventory no longer has and that still hold something", async () => {
    const others = {
      "gone.secrets": 5,
      "emptied.secrets": 0,
      "failed.secrets": 1,
      "someone-elses": 7,
    };
    const stacks = { ...DEPLOYED, ...others };
    const status = await asked(["status"], { stacks });
    deepStrictEqual(answered<StatusAnswer>("status", status.stdout).leftStacks, [
      { stack: "gone.secrets", resources: 5, holds: [], access: [] },
    ]);
    const up = await asked(["up", "--only", "a.cluster", "--yes"], { stacks });
    deepStrictEqual(answered<StacksAnswer>("stacks", up.stdout).leftStacks, [
      { stack: "gone.secrets", holds: [], access: [] },
    ]);
  });

  it("is 1 of status, and of up before its pods, while a parameter has no value", async () => {
    const inventory = `${INVENTORY.replace(
      "reads: [own] }",
      "reads: [{ parameter: /flags }], deployment: { image: nginx, mountPath: /mnt } }",
    )}parameters: { /flags: { account: a } }\n`;
    const status = () => asked(["status"], { stacks: DEPLOYED }, { inventory });
    const states = (stdout: string) =>
      answered<StatusAnswer>("status", stdout).values.map(({ kind, value }) => [kind, value]);
    deepStrictEqual(states((await status()).stdout)[1], ["parameter", "missing"]);
    const up = await asked(["up", "--yes"], {}, { inventory });
    strictEqual(up.code, 1);
    match(up.stdout, /its pods would wait for values that are missing: \/flags; /);

    const put = await asked(["put", "/flags"], {}, { input: "on", inventory });
    strictEqual(put.code, 0, put.stderr);
    deepStrictEqual(states((await status()).stdout)[1], ["parameter", "put"]);
  });

  it("is 0 of put, and of status once all is deployed and has its value", async () => {
    const put = await asked(["put", "own"], {}, { input: "value" });
    strictEqual(put.code, 0, put.stderr);
    strictEqual(answered<{ result: string }>("put", put.stdout).result, "created");
    const status = await asked(["status"], { stacks: DEPLOYED });
    strictEqual(status.code, 0, status.stderr + status.stdout);
    strictEqual(answered<StatusAnswer>("status", status.stdout).result, "complete");
  });
});

/** Parses the answer, and checks it against the published schema. */
function answered<Answer>(schema: string, text: string): Answer {
  const file = join(__dirname, `../../../schema/${schema}.schema.json`);
  const answer = JSON.parse(text);
  const parsed = z.fromJSONSchema(JSON.parse(readFileSync(file, "utf8"))).safeParse(answer);
  strictEqual(parsed.error?.message, undefined);
  return answer as Answer;
}
