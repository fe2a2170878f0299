import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { differences, type FinalState, finalState } from "./final-state";
import { commandLine, ENGINE_TIMEOUT, type EngineHarness, engineHarness } from "./harness";
import { killTree } from "./kill-tree";

/** Seeds of the moments at which runs are killed; `KILL_SEEDS` says how many. */
const SEEDS = Array.from({ length: Number(process.env.KILL_SEEDS ?? 2) }, (_, seed) => seed + 1);

const STACKS = ["pods.cluster", "orders.secrets", "search.secrets", "pods.workloads"];

const INVENTORY = `
accounts:
  pods: { id: "111111111111", region: us-east-1 }
  orders: { id: "222222222222", region: us-east-1 }
  search: { id: "333333333333", region: eu-west-1 }
clusters:
  shared: { account: pods, create: { version: "1.34" } }
secrets:
  orders/db: { account: orders, key: pods }
  search/index: { account: search, key: pods }
readers:
  orders: { cluster: shared, namespace: orders, serviceAccount: orders, reads: [orders/db] }
  search:
    cluster: shared
    namespace: search
    serviceAccount: search
    region: eu-west-1
    reads: [search/index]
`;

describe("up over several accounts, killed", function () {
  this.timeout(ENGINE_TIMEOUT * (1 + SEEDS.length));
  let undisturbed: FinalState;
  /** How long the last whole run took. In milliseconds. */
  let whole: number;

  before(() =>
    inSandbox(async (sandbox) => {
      strictEqual(await killedUp(sandbox, Number.POSITIVE_INFINITY), false);
      undisturbed = await finalState(sandbox, STACKS);
    }),
  );

  for (const seed of SEEDS) {
    it(`ends, when repeated, as if it had not been: seed ${seed}`, async () => {
      const random = randoms(seed);
      for (let killed = false; !killed; ) {
        await inSandbox(async (sandbox) => {
          killed = await killedUp(sandbox, random() * whole);
          // What puts things right may be killed as well.
          if (seed % 2 === 0) await killedUp(sandbox, random() * whole);
          const { code, stderr, stdout } = await sandbox.command(["up", "--yes"]);
          strictEqual(code, 0, `${stderr}${stdout}`);
          deepStrictEqual(differences(undisturbed, await finalState(sandbox, STACKS)), []);
        });
      }
    });
  }

  it("has states to compare", () => {
    const { accounts, locks, pending, stacks } = undisturbed;
    deepStrictEqual([locks, pending], [[], []]);
    for (const kind of ["kms-key", "secret", "role", "eks-association", "kubernetes"]) {
      ok(
        accounts.some((record) => record.startsWith(`{"key":["${kind}"`)),
        kind,
      );
    }
    ok(stacks.length > 30);
  });

  /** Runs `up` and kills it, and all that it began, after so many milliseconds. False when it had ended before. */
  async function killedUp(sandbox: EngineHarness, after: number): Promise<boolean> {
    const started = Date.now();
    const child = spawn(process.execPath, commandLine(sandbox.data, ["up", "--yes"]), {
      cwd: sandbox.data.project,
      env: await sandbox.commandEnvironment(),
      stdio: "ignore",
    });
    const ended = once(child, "exit");
    const stop = new AbortController();
    if (after < Number.POSITIVE_INFINITY) {
      await Promise.race([ended, sleep(after, undefined, stop).catch(() => {})]);
      if (child.exitCode === null) killTree(child.pid ?? 0);
    }
    const [code, signal] = await ended;
    stop.abort();
    if (signal === "SIGKILL") return true;
    strictEqual(code, 0);
    whole = Date.now() - started;
    return false;
  }
});

async function inSandbox(use: (sandbox: EngineHarness) => Promise<void>): Promise<void> {
  const sandbox = await engineHarness(INVENTORY);
  try {
    await use(sandbox);
  } finally {
    await sandbox.remove();
  }
}

/** Numbers from 0 to 1, the same ones for the same seed: the generator mulberry32. */
function randoms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
