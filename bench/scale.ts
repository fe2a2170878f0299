import { waves } from "../cli/stacks/run/waves";
import { leastDuration } from "../cli/verbs/plan/quotas/least-duration";
import { plannedCalls } from "../cli/verbs/plan/quotas/planned-calls";
import type { LandingZone } from "../sdk/grant";
import { rateQuotas } from "../sdk/rules/quotas";
import { type Layer, layers, stackPlan } from "../stacks/stack-plan";
import { type InventorySize, inventoryText } from "./inventory";
import { median } from "./measuring/statistics";
import { printTable } from "./measuring/table";
import { type DeployedLayer, deployThrottled, zoneOf } from "./scale-deployment";
import { roundsOf } from "./scale-simulation";

interface Scale {
  title: string;
  inventory: string;
  /** Stacks that run at once. */
  parallel: number;
  /** The layers that are deployed. Defaults to all. */
  layers?: readonly Layer[];
}

const many = (size: InventorySize): Scale => ({
  title: `${size.accounts} accounts, ${size.secrets} secrets, ${size.readers} readers`,
  inventory: inventoryText(size),
  parallel: 4,
});

/** One owner with a key for each secret, so that AWS's rates hold it up. */
const one = (secrets: number): Scale => ({
  title: `2 accounts, ${secrets} secrets under a key each`,
  inventory: ownKeys(inventoryText({ accounts: 2, clusters: 1, secrets, readers: 1 })),
  parallel: 2,
});

const DEPLOYED = [many({ accounts: 100, clusters: 2, secrets: 98, readers: 40 }), one(150)];
const SMALL: Scale[] = [
  {
    ...many({ accounts: 1, clusters: 1, secrets: 1, readers: 1 }),
    layers: ["secrets"],
  },
];

const SIMULATED: InventorySize[] = [
  { accounts: 100, clusters: 40, secrets: 1_000, readers: 2_000 },
  { accounts: 1_000, clusters: 400, secrets: 10_000, readers: 20_000 },
];
const SMALL_SIMULATED: InventorySize[] = [{ accounts: 2, clusters: 1, secrets: 3, readers: 3 }];

/** How much work a landing zone is: deployed under AWS's rates, and counted and simulated where it is too large for that. */
export async function benchScale(isSmall: boolean): Promise<void> {
  for (const { inventory, layers: some = layers, parallel, title } of isSmall ? SMALL : DEPLOYED) {
    console.log(`deployed under AWS's published rates: ${title}`);
    const deployed = await deployThrottled(inventory, { layers: some, parallel });
    printLayers(deployed);
    printRates(zoneOf(inventory), deployed);
  }
  for (const size of isSmall ? SMALL_SIMULATED : SIMULATED) {
    const { inventory, title } = many(size);
    console.log(`counted and simulated: ${title}`);
    printSimulated(zoneOf(inventory));
    const { seconds } = leastDuration(zoneOf(ownKeys(inventory)));
    console.log(`at least ${seconds} s with a key for each secret`);
    console.log();
  }
}

function printLayers(deployed: DeployedLayer[]): void {
  printTable(
    ["layer", "stacks", "state kB", "largest", "calls", "throttled", "elapsed s"],
    deployed.map(({ answered, layer, seconds, states, throttled }) => [
      layer,
      states.length,
      (median(states) / 1e3).toFixed(0),
      (Math.max(...states) / 1e3).toFixed(0),
      sum(answered.values()),
      sum(throttled.values()),
      seconds.toFixed(0),
    ]),
  );
  const services = new Map<string, number>();
  for (const { answered } of deployed) {
    for (const [operation, calls] of answered) {
      const [service = ""] = operation.split(":");
      services.set(service, (services.get(service) ?? 0) + calls);
    }
  }
  printTable(["service", "calls"], [...services].sort());
}

/** The calls that were counted beside those that `plan` expects, and beside the time that the rates ask for. */
function printRates(zone: LandingZone, deployed: DeployedLayer[]): void {
  const planned = plannedCalls(zone);
  const elapsed = sum(deployed.map(({ seconds }) => seconds));
  printTable(
    ["calls", "planned", "counted"],
    Object.entries(rateQuotas).flatMap(([name, { operations, title }]) => {
      const expected = sum(planned.flatMap(({ calls, rate }) => (rate === name ? [calls] : [])));
      const counted = sum(
        deployed.flatMap(({ answered }) => operations.map((one) => answered.get(one) ?? 0)),
      );
      return expected === 0 ? [] : [[title, expected, counted]];
    }),
  );
  const { seconds } = leastDuration(zone);
  printTable(
    ["", "s"],
    [
      ["at least, says plan", seconds],
      ["elapsed", elapsed.toFixed(0)],
    ],
  );
}

function printSimulated(zone: LandingZone): void {
  const stacks = stackPlan(zone);
  const jobs = waves(stacks).map(({ include }) => include.length);
  const rows = layers.map((layer) => [layer, stacks.filter((one) => one.layer === layer).length]);
  printTable(["layer", "stacks"], [...rows, ["waves of a CI matrix", jobs.join(", ")]]);
  printTable(
    ["calls", "all", "most in one stack"],
    Object.entries(rateQuotas).flatMap(([name, { title }]) => {
      const calls = plannedCalls(zone).flatMap((one) => (one.rate === name ? [one.calls] : []));
      return calls.length === 0 ? [] : [[title, sum(calls), Math.max(...calls)]];
    }),
  );
  printTable(
    ["stacks at once", "rounds"],
    [1, 4, 32, 256].map((parallel) => [parallel, roundsOf(stacks, parallel)]),
  );
}

/** The text of an inventory in which each secret has a key of its own. */
function ownKeys(inventory: string): string {
  let key = 0;
  return inventory.replace(/key: pods-\d+/g, () => `key: own-${key++}`);
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((all, one) => all + one, 0);
}
