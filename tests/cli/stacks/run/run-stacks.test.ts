import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { setTimeout as sleep } from "node:timers/promises";
import { eventRecord } from "../../../../cli/stacks/engine/record-events";
import type { Operation, StackEngine } from "../../../../cli/stacks/engine/stack-engine";
import { changesText } from "../../../../cli/stacks/run/changes-text";
import { type LiveLines, liveLines } from "../../../../cli/stacks/run/live-lines";
import { runStacks } from "../../../../cli/stacks/run/run-stacks";
import { stacksShape } from "../../../../cli/stacks/run/stacks-shape";
import { stackPlan } from "../../../../stacks/stack-plan";
import { column, rows } from "../../../facts";
import { refused } from "../../../outcomes";
import { zone } from "../../../stacks/reference";
import { run } from "../../support";

const stacks = stackPlan(zone);
const silent: LiveLines = { now: () => {}, done: () => {}, end: () => {} };

/** An engine that runs nothing. The named stacks fail. */
function fakeEngine(failing: string[] = []) {
  const ran: string[] = [];
  const engine: StackEngine = {
    async run({ name }) {
      ran.push(name);
      if (failing.includes(name)) throw new Error(`${name}: no such thing`);
      return { changes: { create: 2 }, createdSecrets: name.endsWith("secrets") ? [name] : [] };
    },
  };
  return { engine, ran };
}

const NOTHING_LEFT = { stillRead: [], leftNamespaces: [], leftStacks: [], removals: [] };

async function answerOf(operation: Operation, failing: string[] = [], lines = silent) {
  const { engine, ran } = fakeEngine(failing);
  const { signal } = new AbortController();
  const answer = await runStacks({ stacks, operation, engine, parallel: 2, lines, signal });
  return { answer: stacksShape.parse({ ...answer, ...NOTHING_LEFT }), ran };
}

/** A stream that keeps what is written to it. */
function paper(isTTY: boolean, columns: number) {
  const texts: string[] = [];
  const out = { isTTY, columns, rows: 24, write: (text: string) => texts.push(text) > 0 };
  return { out, written: () => texts.join("") };
}

describe("runStacks", () => {
  it("deploys each stack after those that it depends on, and destroys them in reverse", async () => {
    const order = [
      "account-a.cluster",
      "account-a.secrets",
      "account-b.secrets",
      "account-a.workloads",
    ];
    const up = await answerOf("up");
    deepStrictEqual(up.ran, order);
    strictEqual(up.answer.result, "done");
    strictEqual((await answerOf("destroy")).ran[0], "account-a.workloads");
    strictEqual((await answerOf("destroy")).ran.at(-1), "account-a.cluster");
  });

  it("says what failed and why, and what waits for it", async () => {
    const { answer } = await answerOf("up", ["account-b.secrets"]);
    strictEqual(answer.result, "incomplete");
    deepStrictEqual(rows(answer.stacks, "result", "reason", "waitsFor"), [
      ["done", undefined, undefined],
      ["done", undefined, undefined],
      ["failed", "account-b.secrets: no such thing", undefined],
      ["waits", undefined, ["account-b.secrets"]],
    ]);
  });

  it("refreshes each stack whatever becomes of the others", async () => {
    const { answer, ran } = await answerOf("refresh", ["account-a.cluster"]);
    deepStrictEqual(
      ran,
      stacks.map(({ name }) => name),
    );
    deepStrictEqual(column(answer.stacks, "result"), ["failed", "done", "done", "done"]);
  });

  it("names the secrets that are new and have no value", async () => {
    const { answer } = await answerOf("up", ["account-b.secrets"]);
    deepStrictEqual(answer.createdSecrets, ["account-a.secrets"]);
  });

  it("keeps one line for each stack where there is no terminal", async () => {
    const { out, written } = paper(false, 80);
    await answerOf("up", [], liveLines(out));
    strictEqual(written().split("\n").length - 1, 2 * stacks.length);
    match(written(), /account-b\.secrets: 2 create \(0 s\)\n/);
  });

  it("says what still runs where there is no terminal and nothing was said for a while", async () => {
    const { out, written } = paper(false, 80);
    const lines = liveLines(out, 20);
    lines.now("a", "up");
    lines.now("a", "create a-cluster");
    await sleep(100);
    match(written(), /^a: up\na: create a-cluster \(0 s\)\n/);
    lines.done("a", { result: "done" });
    lines.end();
    const ended = written();
    await sleep(50);
    strictEqual(written(), ended);
    match(ended, /a: done\n$/);
  });

  it("writes a line at each beginning and end on a terminal that cannot draw", async () => {
    const { out, written } = paper(true, 40);
    await onTerminal("dumb", () => answerOf("up", [], liveLines(out)));
    strictEqual(written().split("\n").length - 1, 2 * stacks.length);
    ok(!written().includes("\u001b"));
  });

  it("draws no more lines than the terminal has", async () => {
    const { out, written } = paper(true, 40);
    await onTerminal("xterm", async () => {
      const lines = liveLines(out);
      for (let index = 0; index < 30; index++) lines.now(`stack-${index}`, "up");
    });
    const last = written().split("\u001b[J").at(-1) ?? "";
    strictEqual(last.split("\n").length - 1, 22);
    match(last, /stack-20: up[\s\S]*and 9 more/);
  });

  it("redraws the lines of what runs on a terminal, and leaves those of what has ended", async () => {
    const { out, written } = paper(true, 40);
    await onTerminal("xterm", async () => {
      const lines = liveLines(out);
      lines.now("a", "creating a role with a name that is longer than the terminal");
      lines.now("b", "up");
      lines.done("a", { result: "done" });
      lines.end();
    });
    const last = written().split("\u001b[J").at(-2) ?? "";
    match(last, /^a: done\n.*b: up/);
    strictEqual(written().endsWith("\u001b[1A\u001b[J"), true);
  });
});

/** Runs something as on a terminal of this kind. */
async function onTerminal(kind: string, use: () => Promise<unknown>): Promise<void> {
  const before = process.env.TERM;
  process.env.TERM = kind;
  try {
    await use();
  } finally {
    if (before === undefined) delete process.env.TERM;
    else process.env.TERM = before;
  }
}

describe("a run's events", () => {
  const urn = (type: string, name: string) => `urn:pulumi:s::p::${type}::${name}`;
  const secret = "aws:secretsmanager/secret:Secret";
  const metadata = (op: string, type: string, name: string, diffs: string[] = []) =>
    ({ op, type, urn: urn(type, name), diffs }) as never;

  it("tell steps, errors, changes, and secrets without a value", () => {
    const steps: string[] = [];
    const record = eventRecord((step) => steps.push(step));
    const at = { sequence: 1, timestamp: 1 };
    record.onEvent({
      ...at,
      resourcePreEvent: { metadata: metadata("create", secret, "db-secret") },
    });
    record.onEvent({
      ...at,
      resOutputsEvent: { metadata: metadata("create", secret, "db-secret") },
    });
    record.onEvent({
      ...at,
      resOutputsEvent: { metadata: metadata("same", secret, "old-secret") },
    });
    record.onEvent({
      ...at,
      resourcePreEvent: { metadata: metadata("update", "a:b:C", "db-policy", ["policy", "name"]) },
    });
    deepStrictEqual(record.steps, [
      { operation: "create", type: secret, name: "db-secret", properties: [] },
      { operation: "update", type: "a:b:C", name: "db-policy", properties: ["name", "policy"] },
    ]);
    const diagnostic = { message: "denied\n", color: "never", severity: "error" } as never;
    record.onEvent({ ...at, diagnosticEvent: diagnostic });
    deepStrictEqual(steps, ["create db-secret", "update db-policy"]);
    deepStrictEqual([record.errors, record.createdSecrets], [["denied"], ["db"]]);
  });

  it("tell where a cluster is created, when that is chosen", () => {
    const steps: string[] = [];
    const record = eventRecord((step) => steps.push(step));
    const network = { vpcId: "vpc-1", subnetIds: ["subnet-1"], zones: ["us-east-1a (use1-az1)"] };
    const chosen = (op: string, type = "pulumi:index:Stash", name = "shop-network") =>
      record.onEvent({
        timestamp: 0,
        resOutputsEvent: {
          metadata: { op, type, urn: urn(type, name), new: { outputs: { output: network } } },
        },
      });
    chosen("same");
    chosen("create", "pulumi:index:Stash", "shop-addons");
    chosen("create", "a:b:C");
    deepStrictEqual(record.networks, []);
    chosen("create");
    deepStrictEqual(record.networks, [{ cluster: "shop", ...network }]);
    deepStrictEqual(steps, [
      "cluster shop is in us-east-1a (use1-az1), subnets subnet-1 of the default VPC vpc-1",
    ]);
  });

  it("are put in a few words", () => {
    strictEqual(changesText({ create: 2, same: 1 }), "2 create, 1 unchanged");
    strictEqual(changesText({ same: 3 }), "no change");
  });
});

describe("up", () => {
  it("rejects to go on without a confirmation where no terminal can ask", async () => {
    strictEqual(await refused(run("up")), "error: --yes must be given where no terminal can ask\n");
  });

  it("rejects to run without the Pulumi CLI, and says where to get it", async () => {
    const env = { PATH: "/nowhere" };
    match(
      await refused(run("destroy --yes", { env })),
      /^error: the Pulumi CLI must be in PATH: install it/,
    );
  });
});
