import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { readdirSync } from "node:fs";
import { none } from "../facts";
import { differences, type FinalState, finalState } from "./final-state";
import { ENGINE_TIMEOUT, type EngineHarness, engineHarness } from "./harness";
import { differencesAfterWeather, putUnderWeather, untilDone } from "./in-weather";
import { killTree } from "./kill-tree";
import { type Call, creation, proxyTo } from "./proxy";
import { beginUp, killedAfter, randoms } from "./runs-killed";

/** Seeds of the moments to kill at in calm weather. `KILL_SEEDS` gives the first and the last, such as `1-20`. Defaults to none. */
const [FIRST = 1, LAST = FIRST] = (process.env.KILL_SEEDS ?? "1-0").split("-").map(Number);
const SEEDS = Array.from({ length: LAST - FIRST + 1 }, (_, index) => FIRST + index);

/** Creations to kill at, layer by layer. The kill comes before AWS is asked, or after AWS has made the resource and before the run knows. */
const MOMENTS: { layer: string; at: RegExp; when: "asked" | "answered" }[] = [
  { layer: "cluster", at: /^POST \/clusters shared/, when: "answered" },
  { layer: "cluster", at: /node-groups/, when: "answered" },
  { layer: "cluster", at: /addons eks-pod-identity-agent/, when: "asked" },
  { layer: "secrets", at: /^CreateKey /, when: "answered" },
  { layer: "secrets", at: /^CreateAlias /, when: "asked" },
  { layer: "secrets", at: /^CreateSecret /, when: "answered" },
  { layer: "workloads", at: /^CreateRole /, when: "answered" },
  { layer: "workloads", at: /pod-identity-associations/, when: "answered" },
];

const STACKS = ["pods.cluster", "orders.secrets", "search.secrets", "pods.workloads"];

const INVENTORY = `
id: lz-tests
accounts:
  pods: { id: "111111111111", region: us-east-1 }
  orders: { id: "222222222222", region: us-east-1 }
  search: { id: "333333333333", region: eu-west-1 }
clusters: { shared: { account: pods, create: { version: "1.34" } } }
secrets: { orders/db: { account: orders, key: pods }, search/index: { account: search, key: pods } }
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
  /** How long the last undisturbed run took, in milliseconds. */
  let whole: number;

  before(() =>
    inSandbox(async (sandbox) => {
      const { child, killed } = beginUp(sandbox, []);
      const started = Date.now();
      strictEqual(await killed, false);
      strictEqual(child.exitCode, 0);
      whole = Date.now() - started;
      undisturbed = await finalState(sandbox, STACKS);
    }),
  );

  it("ends, when repeated, as if it had not been: at each kind of creation", () =>
    inSandbox(async (sandbox) => {
      const left = [...MOMENTS];
      let kill: (() => void) | undefined;
      const isMoment = (call: Call, when: string) => {
        const name = creation(call) ?? "";
        const moment = left.find(({ at, when: then }) => when === then && at.test(name));
        if (!moment || !kill) return false;
        left.splice(left.indexOf(moment), 1);
        kill();
        kill = undefined;
        return true;
      };
      const proxy = await proxyTo(sandbox.connection.endpoint, {
        asked: (call) => isMoment(call, "asked"),
        answered: (call) => isMoment(call, "answered"),
      });
      try {
        for (const layer of new Set(MOMENTS.map((moment) => moment.layer))) {
          for (let isKilled = true; isKilled; ) {
            const only = ["--only", `*.${layer}`];
            const { child, killed } = beginUp(sandbox, only, { AWS_ENDPOINT_URL: proxy.endpoint });
            kill = () => killTree(child.pid ?? 0);
            isKilled = await killed;
          }
        }
      } finally {
        proxy.close();
      }
      deepStrictEqual(left, []);
      deepStrictEqual(differences(undisturbed, await finalState(sandbox, STACKS)), []);
    }));

  it("ends in a storm as in calm weather, though it is killed early and loses an answer of each kind with a name of its own", () =>
    inSandbox(async (sandbox) => {
      await putUnderWeather(sandbox, "storm", 0.02);
      strictEqual(await killedAfter(sandbox, whole / 4), true);
      const left = [/^CreateAlias /, /^CreateRole .*orders/, /^CreateSecret /];
      const isLost = (call: Call) => {
        const place = left.findIndex((one) => one.test(creation(call) ?? ""));
        if (place >= 0) left.splice(place, 1);
        return place >= 0;
      };
      const proxy = await proxyTo(sandbox.connection.endpoint, { answered: isLost });
      try {
        const environment = { ...sandbox.environment, AWS_ENDPOINT_URL: proxy.endpoint };
        await untilDone(sandbox, ["up", "--yes"], { environment });
      } finally {
        proxy.close();
      }
      deepStrictEqual(left, []);
      deepStrictEqual(differencesAfterWeather(undisturbed, await finalState(sandbox, STACKS)), []);
    }));

  for (const seed of SEEDS) {
    it(`ends, when repeated, as if it had not been: seed ${seed}`, async () => {
      const random = randoms(seed);
      for (let isKilled = false; !isKilled; ) {
        await inSandbox(async (sandbox) => {
          isKilled = await killedAfter(sandbox, random() * whole);
          // The run that repairs it may be killed too.
          if (seed % 2 === 0) await killedAfter(sandbox, random() * whole);
          await sandbox.stacks(["up"]);
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
});

async function inSandbox(use: (sandbox: EngineHarness) => Promise<void>): Promise<void> {
  const sandbox = await engineHarness(INVENTORY, { providers: "processes" });
  try {
    await use(sandbox);
    // Every file of the backend is written in one step. If a kill left a file empty, the stack could never be opened again.
    const files = readdirSync(sandbox.data.backend, { recursive: true }).map(String);
    ok(files.some((file) => file.endsWith("pods.workloads.json")));
    none(files, (file) => file.endsWith(".attrs"));
  } finally {
    await sandbox.remove();
  }
}
