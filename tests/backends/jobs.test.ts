import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { stacksShape } from "../../cli/stacks/run/stacks-shape";
import type { Wave } from "../../cli/stacks/run/waves";
import { verifyShape } from "../../cli/verbs/verify/shape";
import { builtFile } from "../built";
import { differences, stateWithoutLocks } from "../engine/final-state";
import { type EngineHarness, engineHarness } from "../engine/harness";
import { killTree } from "../engine/kill-tree";
import { living, sandboxRecords } from "../engine/sandbox-records";
import { each, none } from "../facts";
import { done } from "../outcomes";
import { type CountingProxy, countingProxy, type PostgreSql, startPostgreSql } from "./postgresql";

const STACKS = [
  ...["east.cluster", "east.workloads", "orders.secrets"],
  ...["search.secrets", "west.cluster", "west.workloads"],
];

/** Account of the stack whose job is killed. */
const EAST = /^222222222222 /;

const INVENTORY = `
id: lz-tests
accounts:
  west: { id: "111111111111", region: us-east-1 }
  east: { id: "222222222222", region: us-east-1 }
  orders: { id: "333333333333", region: us-east-1 }
  search: { id: "444444444444", region: us-east-1 }
clusters:
  west: { account: west, create: { version: "1.34" } }
  east: { account: east, create: { version: "1.34" } }
secrets:
  orders/db: { account: orders, key: pods }
  search/index: { account: search, key: indexes }
readers:
  orders-west: { cluster: west, namespace: orders, serviceAccount: orders, reads: [orders/db] }
  orders-east: { cluster: east, namespace: orders, serviceAccount: orders, reads: [orders/db] }
  search-east: { cluster: east, namespace: search, serviceAccount: search, reads: [search/index] }
`;

describe("PostgreSQL as backend", () => {
  let postgresql: PostgreSql;
  let sandbox: EngineHarness;
  let proxy: CountingProxy;
  let env: Record<string, string>;
  let runners = 0;
  /** What the accounts held before. */
  let found: string[];
  /** What one undisturbed process leaves, with a file backend. */
  let undisturbed: Awaited<ReturnType<typeof stateWithoutLocks>>;

  before(async () => {
    undisturbed = await undisturbedState();
    postgresql = await startPostgreSql();
    sandbox = await engineHarness(INVENTORY, { providers: "processes" });
    proxy = await countingProxy(sandbox.connection.endpoint);
    env = {
      ...sandbox.environment,
      AWS_ENDPOINT_URL: proxy.endpoint,
      PULUMI_BACKEND_URL: postgresql.url,
    };
    found = living(await sandboxRecords(sandbox.control));
  });
  after(async () => {
    proxy.close();
    await sandbox.remove();
    await postgresql.stop();
  });

  it("lets the jobs of a matrix run side by side, one killed: nothing is lost, nothing done twice", async () => {
    const { stdout } = await sandbox.command(["plan", "--matrix"]);
    const { waves }: { waves: Wave[] } = JSON.parse(stdout);
    for (const { include } of waves) {
      const jobs = include.map(({ stack }) => begin(["up", "--only", stack]));
      const killed = include.findIndex(({ stack }) => stack === "east.cluster");
      const job = jobs[killed];
      if (job) {
        while (created(EAST) < 2 && job.child.exitCode === null) await sleep(10);
        killTree(job.child.pid ?? 0);
        strictEqual((await job.ended).signal, "SIGKILL");
        jobs[killed] = begin(["up", "--only", "east.cluster"]);
      }
      each(await answersOf(jobs), (answer) => answer.map(({ stack }) => stack)).are(
        include.map(({ stack }) => [stack]),
      );
    }
    none([...proxy.creations], ([, times]) => times !== 1);
    deepStrictEqual(
      [/ CreateKey /, / CreateSecret /, / POST \/clusters /, /pod-identity-associations/].map(
        created,
      ),
      [2, 2, 2, 3],
    );
    const { PULUMI_BACKEND_URL } = env;
    ok(PULUMI_BACKEND_URL);
    const state = await stateWithoutLocks(sandbox, STACKS, { PULUMI_BACKEND_URL });
    deepStrictEqual(differences(undisturbed, state), []);
  });

  it("finds everything as it was deployed, by whichever process", async () => {
    const [unchanged = []] = await answersOf([begin(["up"])]);
    deepStrictEqual(
      [...new Set(unchanged.flatMap(({ changes }) => Object.keys(changes)))],
      ["same"],
    );
    for (const secret of ["orders/db", "search/index"]) {
      await done(sandbox.command(["put", secret], { input: "marzipan" }));
    }
    const { stdout } = await sandbox.command(["verify", "--json"]);
    strictEqual(verifyShape.parse(JSON.parse(stdout)).result, "verified");
  });

  it("lets one process take everything down", async () => {
    const [answer] = await answersOf([begin(["destroy"])]);
    strictEqual(answer?.length, 6);
    deepStrictEqual(living(await sandboxRecords(sandbox.control)), found);
  });

  const created = (pattern: RegExp) =>
    [...proxy.creations.keys()].filter((name) => pattern.test(name)).length;

  /** Starts a command as on a CI runner of its own, with a project directory that no other process writes to. */
  function begin(verb: string[]): Job {
    const project = join(sandbox.data.path, `runner-${++runners}`);
    cpSync(sandbox.data.project, project, { recursive: true });
    const options = ["--yes", "--json", "--parallel", "1"];
    const inventory = ["--inventory", join(project, "landing-zone.yaml")];
    const child = spawn(
      process.execPath,
      [builtFile("cli/main.js"), ...verb, ...options, ...inventory],
      {
        cwd: project,
        env: { ...env, PULUMI_OPTION_CWD: project },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    return { child, ended: endOf(child) };
  }
});

async function undisturbedState() {
  const sandbox = await engineHarness(INVENTORY, { providers: "processes" });
  try {
    await done(sandbox.command(["up", "--yes"]));
    return await stateWithoutLocks(sandbox, STACKS);
  } finally {
    await sandbox.remove();
  }
}

interface End {
  code: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
}

async function endOf(child: ChildProcess): Promise<End> {
  const { stderr, stdout } = child;
  if (!stdout || !stderr) throw new Error("nobody listens");
  const [[code, signal], out, err] = await Promise.all([
    once(child, "exit"),
    text(stdout),
    text(stderr),
  ]);
  return { code, signal, stdout: out, stderr: err };
}

interface Job {
  child: ChildProcess;
  ended: Promise<End>;
}

/** What each job did. If one fails, the others are stopped. */
async function answersOf(jobs: Job[]) {
  try {
    return await Promise.all(jobs.map(async ({ ended }) => answerOf(await ended)));
  } finally {
    for (const { child } of jobs) {
      if (child.pid && child.exitCode === null && child.signalCode === null) killTree(child.pid);
    }
  }
}

function answerOf({ code, stderr, stdout }: End) {
  strictEqual(code, 0, `${stderr}${stdout}`);
  return stacksShape.parse(JSON.parse(stdout)).stacks;
}
