import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stateReader } from "../cli/stacks/backend/exported-state";
import { stacksInBackend } from "../cli/stacks/backend/stacks-in-backend";
import { commandEnvironment } from "../sandbox/pulumi/environment";
import { inventoryText } from "./inventory";
import { processorTimeOfChildren } from "./measuring/processes";
import { printTable } from "./measuring/table";
import { withSandbox } from "./sandbox";

const SIZES = [100, 300];

/** Number of secrets in an owner's stack. */
const SECRETS = 10;

/** Measures what `up` and `status` read from a file backend before they run anything: the list of stacks, and the state of each. */
export async function benchStates(isSmall: boolean): Promise<void> {
  const secrets = isSmall ? 1 : SECRETS;
  const inventory = inventoryText({ accounts: 2, clusters: 1, secrets, readers: secrets });
  await withSandbox(inventory, async ({ connection, data, run }) => {
    Object.assign(process.env, await commandEnvironment(data, connection));
    await run("account-0.cluster", "up");
    const stack = "account-1.secrets";
    await run(stack, "up");
    const unchanged = await measured(() => run(stack, "up"));
    const file = (name: string) =>
      join(data.backend, ".pulumi", "stacks", "eks-pod-secrets", `${name}.json`);
    const state = readFileSync(file(stack), "utf8");
    const rows: string[][] = [];
    for (const size of isSmall ? [2] : SIZES) {
      const names = Array.from({ length: size }, (_, index) => `copy-${index}.secrets`);
      for (const name of names) writeFileSync(file(name), state.replaceAll(stack, name));
      const list = await measured(() => stacksInBackend(data.project));
      const stateOf = stateReader(data.project);
      const all = await measured(() => Promise.all(names.map(stateOf)));
      rows.push([
        String(size),
        list.elapsed.toFixed(1),
        list.processor.toFixed(1),
        all.elapsed.toFixed(1),
        all.processor.toFixed(1),
        (all.processor / size).toFixed(2),
      ]);
    }
    const kilobytes = (statSync(file(stack)).size / 1e3).toFixed(0);
    console.log(`each stack holds ${secrets} secrets, in a state of ${kilobytes} kB`);
    printTable(
      ["stacks", "list: s", "processor s", "all states: s", "processor s", "a stack: processor s"],
      rows,
    );
    printTable(
      ["pulumi up of one, without a change", "s", "processor s"],
      [[stack, unchanged.elapsed.toFixed(1), unchanged.processor.toFixed(1)]],
    );
  });
}

/** Measures elapsed seconds, and the processor seconds of the programs that the work started. */
async function measured(work: () => Promise<unknown>) {
  const [started, used] = [performance.now(), processorTimeOfChildren()];
  await work();
  return {
    elapsed: (performance.now() - started) / 1000,
    processor: processorTimeOfChildren() - used,
  };
}
