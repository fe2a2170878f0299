import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { compiledFile } from "../sandbox/checkout";
import { pulumiEnvironment } from "../sandbox/engine/environment";
import { profilesEnvironment } from "../sandbox/profiles";
import { inventoryText } from "./inventory";
import { printTable } from "./measuring/table";
import { peakMemoryOfTree } from "./measuring/tree-memory";
import { withSandbox } from "./sandbox";

const ACCOUNTS = 12;
const CLUSTERS = 4;
const PARALLEL = [1, 2, 4];

/** `up` of one stack in each of 12 accounts, from nothing, by how many stacks it runs at once. */
export async function benchAccounts(): Promise<void> {
  const rows: { parallel: number; seconds: number; megabytes: number }[] = [];
  for (const parallel of PARALLEL) {
    // To look at the memory takes processor time, which parallel runs have none to spare of: it has a run of its own.
    const seconds = await deploy(parallel, async (child) => {
      const started = performance.now();
      await ended(child);
      return (performance.now() - started) / 1000;
    });
    const megabytes = await deploy(parallel, async (child) => {
      const peak = peakMemoryOfTree(child.pid ?? 0);
      await ended(child);
      return peak();
    });
    rows.push({ parallel, seconds, megabytes });
  }
  const [sequential] = rows;
  printTable(
    [`up of ${ACCOUNTS} accounts, stacks at once`, "elapsed s", "times as fast", "peak MB"],
    rows.map(({ megabytes, parallel, seconds }) => [
      String(parallel),
      seconds.toFixed(1),
      ((sequential?.seconds ?? NaN) / seconds).toFixed(2),
      megabytes.toFixed(0),
    ]),
  );
}

/** Deploys the accounts in a sandbox of their own, and gives what was measured of the command. */
function deploy(
  parallel: number,
  measure: (child: ChildProcess) => Promise<number>,
): Promise<number> {
  const size = { accounts: ACCOUNTS, clusters: CLUSTERS, secrets: 24, readers: 24 };
  return withSandbox(inventoryText(size), async ({ connection, data }) => {
    const inventory = ["--inventory", join(data.project, "landing-zone.yaml")];
    const stacks = ["--only", "*.cluster", "*.secrets"];
    const options = ["--yes", "--parallel", String(parallel)];
    const env = {
      HOME: data.pulumiHome,
      ...(await profilesEnvironment(data, connection)),
      ...pulumiEnvironment(data),
    };
    const child = spawn(
      process.execPath,
      [compiledFile("cli/main.js"), "up", ...options, ...stacks, ...inventory],
      { cwd: data.project, env, stdio: "ignore" },
    );
    const measured = await measure(child);
    if (child.exitCode !== 0) {
      throw new Error(`up --parallel ${parallel} ended with exit code ${child.exitCode}`);
    }
    return measured;
  });
}

function ended(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once("close", resolve));
}
