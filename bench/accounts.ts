import { spawn } from "node:child_process";
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

interface Run {
  seconds: number;
  megabytes: number;
}

/** `up` of one stack in each of 12 accounts, from nothing, by how many stacks it runs at once. */
export async function benchAccounts(): Promise<void> {
  const runs: Run[] = [];
  for (const parallel of PARALLEL) runs.push(await deploy(parallel));
  const [sequential] = runs;
  printTable(
    [`up of ${ACCOUNTS} accounts, stacks at once`, "elapsed s", "times as fast", "peak MB"],
    runs.map(({ megabytes, seconds }, index) => [
      String(PARALLEL[index]),
      seconds.toFixed(1),
      ((sequential?.seconds ?? NaN) / seconds).toFixed(2),
      megabytes.toFixed(0),
    ]),
  );
}

function deploy(parallel: number): Promise<Run> {
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
    const started = performance.now();
    const child = spawn(
      process.execPath,
      [compiledFile("cli/main.js"), "up", ...options, ...stacks, ...inventory],
      { cwd: data.project, env, stdio: "ignore" },
    );
    const peak = peakMemoryOfTree(child.pid ?? 0);
    const code = await new Promise((resolve) => child.once("close", resolve));
    const megabytes = peak();
    if (code !== 0) throw new Error(`up --parallel ${parallel} ended with exit code ${code}`);
    return { seconds: (performance.now() - started) / 1000, megabytes };
  });
}
