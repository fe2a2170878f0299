import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { join } from "node:path";
import { usableInventory } from "../../cli/inventory/inventory-file";
import type { LandingZone } from "../../sdk/grant";
import { makeAdoptedClusters } from "../engine/adopted-clusters";
import { examples, filesOf } from "../engine/deployed-example";
import { type FinalState, finalState, stacksOf } from "../engine/final-state";
import { type EngineHarness, engineHarness } from "../engine/harness";
import {
  differencesAfterWeather,
  namelessKeys,
  putUnderWeather,
  untilDone,
} from "../engine/in-weather";
import { killedAfter, randoms } from "../engine/runs-killed";
import { living, sandboxRecords } from "../engine/sandbox-records";

/** `WEATHER_SEEDS` gives the first and the last seed, such as `3-5`. Runs with odd seeds are also killed once. */
const [FIRST = 1, LAST = FIRST] = (process.env.WEATHER_SEEDS ?? "1-10").split("-").map(Number);
const SEEDS = Array.from({ length: LAST - FIRST + 1 }, (_, index) => FIRST + index);

/** `WEATHER_EXAMPLES` chooses some examples, such as `one-account|many`. */
const CHOSEN = new RegExp(process.env.WEATHER_EXAMPLES ?? "");

/** Fifty times the speed of AWS. */
const PACE = Number(process.env.EKS_POD_SECRETS_SANDBOX_PACE || 0.02);

interface Deployed {
  sandbox: EngineHarness;
  zone: LandingZone;
  /** What the accounts held before. */
  found: string[];
}

for (const name of [...examples(0), ...examples(1)].filter((one) => CHOSEN.test(one))) {
  describe(`the example ${name}, in bad weather`, () => {
    let calm: FinalState;
    /** How long the calm run took, in milliseconds. */
    let whole: number;

    before(() =>
      inExample(name, async ({ sandbox }) => {
        const began = Date.now();
        deepStrictEqual(await untilDone(sandbox, ["up", "--yes"]), []);
        whole = Date.now() - began;
        calm = await finalState(sandbox, stacksOf(sandbox));
        ok(calm.stacks.length > 0);
      }),
    );

    for (const seed of SEEDS) {
      const isKilled = seed % 2 === 1;
      it(`ends as in calm weather: seed ${seed}${isKilled ? ", killed" : ""}`, () =>
        inExample(name, async (deployed) => {
          const { sandbox } = deployed;
          await putUnderWeather(sandbox, String(seed), PACE);
          if (isKilled) {
            // A run may fail by itself before the kill.
            const moment = randoms(seed)() * whole * 1.5;
            await killedAfter(sandbox, moment).catch((error) => tell("up", [String(error)]));
          }
          tell("up", await untilDone(sandbox, ["up", "--yes"]));
          const { locks, ...ended } = await finalState(sandbox, stacksOf(sandbox));
          deepStrictEqual(differencesAfterWeather(calm, { ...ended, locks }), []);
          if (!isKilled) await liveOn(deployed);
        }));
    }
  });
}

/** Puts values, runs the other verbs, and destroys everything. */
async function liveOn({ found, sandbox, zone }: Deployed): Promise<void> {
  const strays = namelessKeys(await sandboxRecords(sandbox.control));
  const run = async (args: string[], input?: string) =>
    tell(args.join(" "), await untilDone(sandbox, args, { input }));
  for (const { id } of [...zone.secrets, ...zone.parameters]) {
    await run(["put", id], '{"password":"marzipan"}');
  }
  await run(["status"]);
  await run(["prove", "--live"]);
  tell("destroy", await destroyed(sandbox));
  const left = living(await sandboxRecords(sandbox.control));
  deepStrictEqual(
    left.filter((one) => found.includes(one) || !strays.includes(one)),
    found,
  );
}

/** Destroys, with a refresh if a failure asks for one. Returns why it failed. It tries at most `most` times. */
async function destroyed(sandbox: EngineHarness, most = 6): Promise<string[]> {
  const { code, stderr, stdout } = await sandbox.command(["destroy", "--yes"]);
  if (code === 0) return [];
  const said = `${stderr}${stdout}`;
  if (said.includes("run eks-pod-secrets refresh")) await untilDone(sandbox, ["refresh", "--yes"]);
  strictEqual(most > 0, true, said);
  return [said, ...(await destroyed(sandbox, most - 1))];
}

async function inExample(name: string, use: (deployed: Deployed) => Promise<void>): Promise<void> {
  const [inventory, files] = filesOf(name);
  const sandbox = await engineHarness(inventory, { files, providers: "processes" });
  try {
    const file = join(sandbox.data.project, "landing-zone.yaml");
    const { landingZone: zone } = await usableInventory(file);
    await makeAdoptedClusters(sandbox, zone);
    await use({ sandbox, zone, found: living(await sandboxRecords(sandbox.control)) });
  } finally {
    await sandbox.remove();
  }
}

function tell(what: string, failures: readonly string[]): void {
  for (const said of failures) console.log(`      ${what} failed first: ${lastLines(said)}`);
}

function lastLines(said: string): string {
  return said.trim().split("\n").slice(-6).join("\n        ").slice(0, 1500);
}
