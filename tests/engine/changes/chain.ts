import { makeAdoptedClusters } from "../adopted-clusters";
import { type EngineHarness, engineHarness, writeInventory } from "../harness";
import { living, sandboxRecords } from "../sandbox-records";
import { type Pod, type PutValues, podsOf, wrongAccesses } from "./accesses";
import { type Chain, secretPlaces, stepped } from "./chains";
import { ACCOUNTS } from "./entries";
import { CLUSTERS, type Draft, type Inventory, inventoryOf, isUsable, zoneOf } from "./inventories";
import type { RunReport } from "./sample";
import { deployFirst, destroyAll, leftovers, tryStep } from "./step";

/** How far a chain has come. */
interface Progress {
  draft: Draft;
  inventory: Inventory;
  pods: Pod[];
  values: PutValues;
  /** Every inventory that was deployed, in whole or in part. */
  deployed: Inventory[];
  /** Places of the secrets that were deleted. */
  gone: Set<string>;
}

/** Deploys the inventories of a chain, each over the one before it, and destroys the last. `say` gets a line after each step. */
export async function tryChain(chain: Chain, say: (line: string) => void): Promise<RunReport> {
  const sandbox = await engineHarness(JSON.stringify({ accounts: ACCOUNTS }));
  const report: RunReport = { defects: [], last: [], steps: 0, refusals: 0 };
  try {
    await makeAdoptedClusters(sandbox, zoneOf(CLUSTERS));
    const found = living(await sandboxRecords(sandbox.control));
    const progress = await begin(sandbox, chain.first, report);
    for (const step of chain.steps) {
      if (report.defects.length > 0) return report;
      const { draft, gone } = progress;
      const ended = await advance(sandbox, progress, stepped(draft, step, gone), report, say);
      if (ended !== "half done" || report.defects.length > 0) continue;
      const back = withoutSecrets(draft, gone);
      // What the first half has done may be what cannot be taken back, such as a key that a secret has got.
      if ((await advance(sandbox, progress, back, report, say)) !== "done") break;
    }
    if (report.defects.length > 0) return report;
    report.defects.push(...(await destroyAll(sandbox, progress.deployed)));
    report.defects.push(...(await leftovers(sandbox, found)));
  } finally {
    await sandbox.remove();
  }
  return report;
}

async function begin(sandbox: EngineHarness, draft: Draft, report: RunReport): Promise<Progress> {
  const text = inventoryOf(draft);
  const inventory = { text, zone: zoneOf(text) };
  const values: PutValues = new Map();
  writeInventory(sandbox.data, text);
  const { failed } = await deployFirst(sandbox, inventory.zone, values);
  const pods = await podsOf(sandbox, inventory.zone);
  report.last = ["to", text];
  report.defects.push(
    ...(failed ? [`the first up failed: ${failed}`] : []),
    ...(await wrongAccesses(sandbox, pods, { must: inventory.zone })),
  );
  return { draft, inventory, pods, values, deployed: [inventory], gone: new Set() };
}

/** Tries the step to the next draft. */
async function advance(
  sandbox: EngineHarness,
  progress: Progress,
  next: Draft,
  report: RunReport,
  say: (line: string) => void,
): Promise<"done" | "half done" | "not begun"> {
  const { draft, inventory, pods, values } = progress;
  const text = inventoryOf(next, draft);
  if (!isUsable(text) || text === inventory.text) return "not begun";
  const following = { text, zone: zoneOf(text) };
  const started = Date.now();
  const step = await tryStep(sandbox, [inventory, following], values, pods);
  const { confirmed, defects, refused } = step;

  report.steps++;
  report.defects.push(...defects);
  report.last = ["from", inventory.text, "to", text];
  const seconds = Math.round((Date.now() - started) / 1000);
  const ended = defects.length > 0 ? "DEFECTS" : (refused?.reason.split("\n")[0] ?? "done");
  say(`step ${report.steps}: ${seconds} s, confirmed ${confirmed.join(" ") || "-"}, ${ended}`);
  if (refused) report.refusals++;
  if (refused && !refused.isPartial) return "not begun";

  const places = secretPlaces(next);
  for (const one of secretPlaces(draft)) if (!places.includes(one)) progress.gone.add(one);
  progress.deployed.push(following);
  Object.assign(progress, { draft: next, inventory: following });
  if (!refused) progress.pods = step.pods;
  return refused ? "half done" : "done";
}

/** A draft without the secrets whose deletion was confirmed meanwhile. */
function withoutSecrets(draft: Draft, gone: ReadonlySet<string>): Draft {
  const secrets = Object.entries(draft.secrets).filter(
    ([name, { account }]) => !gone.has(`${account} ${name}`),
  );
  return { ...draft, secrets: Object.fromEntries(secrets) };
}
