import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { commandEnvironment } from "../sandbox/pulumi/environment";
import { commandLine } from "../sandbox/pulumi/run-pulumi";
import { documentBudgets } from "../sdk/access/landing-zone";
import { INVENTORY_SIZE_LIMIT, parseInventory } from "../sdk/grant";
import { type InventorySize, inventoryText, keyAlias, numbers, secretName } from "./inventory";
import { processorTimeOfChildren } from "./measuring/processes";
import { printTable } from "./measuring/table";
import { type BenchSandbox, withSandbox } from "./sandbox";

/** Clusters, secrets and readers in a thousand accounts. The accounts without a cluster own the secrets. */
const PER_THOUSAND = { clusters: 400, secrets: 10_000, readers: 20_000 };
const ACCOUNTS = [1_000, 10_000];

/** Processors that a CI job has. */
const PROCESSORS = 2;

/** Prices in US dollars. `docs/understanding/scale.md` has the sources. */
const PRICES = {
  /** One minute of a job. */
  minute: 0.008,
  /** One call. The calls of all other services are free. */
  calls: { secretsmanager: 0.05 / 10_000, kms: 0.03 / 10_000 },
  /** One month. */
  secret: 0.4,
  key: 1,
};

type Layer = "cluster" | "secrets" | "workloads";
const LAYERS: [layer: Layer, account: number][] = [
  ["cluster", 0],
  ["secrets", 1],
  ["workloads", 0],
];

/** What one run costs. */
interface Cost {
  processorSeconds: number;
  /** By AWS service. */
  calls: Map<string, number>;
}

/** Estimates the cost of a full `up` of 1,000 and 10,000 accounts, and of one changed reader. It measures one stack of each layer. */
export async function benchScale(isSmall: boolean): Promise<void> {
  const share = (of: number, among: number) => (isSmall ? 1 : Math.ceil(of / among));
  const owners = 1_000 - PER_THOUSAND.clusters;
  const size = {
    ...{ accounts: 2, clusters: 1, secrets: share(PER_THOUSAND.secrets, owners) },
    readers: share(PER_THOUSAND.readers, PER_THOUSAND.clusters),
  };
  const { changed, first, same } = await measured(size);
  const title = `${size.secrets} secrets, ${size.readers} readers`;
  printTable(
    [`one stack each, ${title}`, "processor s", "calls"],
    [
      ...LAYERS.flatMap(([layer]) => [
        [`${layer}, from nothing`, ...columns(first[layer])],
        [`${layer}, without a change`, ...columns(same[layer])],
      ]),
      ["secrets and workloads, one reader changed", ...columns(changed)],
    ],
  );
  for (const accounts of ACCOUNTS) printTable(...simulated(accounts, { changed, first, same }));
  const most = mostAccountsOfSecret();
  console.log(`the policies of a secret and its key let in readers of ${most} other accounts`);
}

const columns = ({ calls, processorSeconds }: Cost) => [
  processorSeconds.toFixed(1),
  String(total(calls)),
];

const total = (calls: Cost["calls"]) => [...calls.values()].reduce((sum, one) => sum + one, 0);

type Costs = Record<Layer, Cost>;

/** Runs one stack of each layer from nothing, then each again, and then the two that a change of one reader affects. */
function measured(size: InventorySize): Promise<{ first: Costs; same: Costs; changed: Cost }> {
  return withSandbox(inventoryText(size), async (sandbox) => {
    const [first, same]: [Partial<Costs>, Partial<Costs>] = [{}, {}];
    for (const [layer, account] of LAYERS) {
      const stack = `account-${account}.${layer}`;
      first[layer] = await costOf(sandbox, [stack]);
      if (layer === "secrets") {
        await sandbox.putValues(`account-${account}`, numbers(size.secrets).map(secretName));
      }
    }
    for (const [layer, account] of LAYERS) {
      same[layer] = await costOf(sandbox, [`account-${account}.${layer}`]);
    }
    const alsoReads = (reader: number) => (reader === 0 ? [size.secrets - 1] : []);
    const inventory = join(sandbox.data.project, "landing-zone.yaml");
    writeFileSync(inventory, inventoryText({ ...size, alsoReads }));
    const changed = await costOf(sandbox, ["account-1.secrets", "account-0.workloads"]);
    return { first: first as Costs, same: same as Costs, changed };
  });
}

/** Measures `up` of these stacks: the processor time of all its processes, and the calls to AWS. */
async function costOf(sandbox: BenchSandbox, stacks: string[]): Promise<Cost> {
  const { connection, control, data } = sandbox;
  await control.planFaults([]);
  const before = processorTimeOfChildren();
  const args = ["up", "--yes", "--json", "--only", ...stacks];
  const child = spawn(process.execPath, commandLine(data, args), {
    cwd: data.project,
    env: await commandEnvironment(data, connection),
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`up of ${stacks.join(" and ")} ended with exit code ${code}`);
  const calls = new Map<string, number>();
  for (const call of (await control.notedCalls()).calls) {
    const service = /^\S+ ([\w-]+):/.exec(call)?.[1] ?? call;
    if (service !== "kubernetes") calls.set(service, (calls.get(service) ?? 0) + 1);
  }
  return { processorSeconds: processorTimeOfChildren() - before, calls };
}

/** A table of the costs of that many accounts. */
function simulated(
  accounts: number,
  { changed, first, same }: { first: Costs; same: Costs; changed: Cost },
): [string[], string[][]] {
  const times = accounts / 1_000;
  const { clusters, readers, secrets } = PER_THOUSAND;
  const size = {
    ...{ accounts, clusters: clusters * times },
    ...{ secrets: secrets * times, readers: readers * times },
  };
  const owners = size.accounts - size.clusters;
  const stacks: Record<Layer, number> = {
    cluster: size.clusters,
    secrets: owners,
    workloads: size.clusters,
  };
  const whole = (costs: Costs): Cost => {
    const calls = new Map<string, number>();
    for (const [layer] of LAYERS) {
      for (const [service, count] of costs[layer].calls) {
        calls.set(service, (calls.get(service) ?? 0) + count * stacks[layer]);
      }
    }
    const seconds = LAYERS.map(([layer]) => costs[layer].processorSeconds * stacks[layer]);
    return { calls, processorSeconds: seconds.reduce((sum, one) => sum + one, 0) };
  };
  const row = (title: string, cost: Cost) => {
    const minutes = cost.processorSeconds / PROCESSORS / 60;
    const paid = (["secretsmanager", "kms"] as const).reduce(
      (sum, service) => sum + PRICES.calls[service] * (cost.calls.get(service) ?? 0),
      0,
    );
    return [
      title,
      minutes.toFixed(1),
      total(cost.calls).toLocaleString("en-US"),
      (PRICES.minute * minutes).toFixed(2),
      paid.toFixed(2),
    ];
  };
  const keys = new Set(
    numbers(size.secrets).map((secret) => `${secret % owners} ${keyAlias(secret, owners)}`),
  ).size;
  const month = PRICES.secret * size.secrets + PRICES.key * keys;
  const megabytes = inventoryText(size).length / 1e6;
  const files = Math.ceil((megabytes * 1e6) / INVENTORY_SIZE_LIMIT);
  console.log(
    [
      `${accounts.toLocaleString("en-US")} accounts: ${size.clusters} clusters, ${size.secrets} secrets, ${keys} keys, ${size.readers} readers`,
      `${stacks.cluster + stacks.secrets + stacks.workloads} stacks; ${megabytes.toFixed(1)} MB, in at least so many inventories: ${files}; $${month} a month for secrets and keys`,
    ].join("\n"),
  );
  return [
    ["up", "CI minutes", "calls", "CI $", "calls $"],
    [
      row("all from nothing", whole(first)),
      row("all without a change", whole(same)),
      row("one reader changed", changed),
    ],
  ];
}

/** Finds how many other accounts may each have a reader of one secret, before the policy of the secret or its key is full. */
function mostAccountsOfSecret(): number {
  const fits = (accounts: number) => {
    const size = { accounts: accounts + 1, clusters: accounts, secrets: 1, readers: accounts };
    return (
      "landingZone" in parseInventory(inventoryText(size), "generated.yaml", [documentBudgets])
    );
  };
  let [most, tooMany] = [1, 1_000];
  while (tooMany - most > 1) {
    const middle = Math.floor((most + tooMany) / 2);
    if (fits(middle)) most = middle;
    else tooMany = middle;
  }
  return most;
}
