import { deepStrictEqual, strictEqual } from "node:assert";
import { eventRecord } from "../../../../cli/stacks/engine/record-events";
import type { StackEngine } from "../../../../cli/stacks/engine/stack-engine";
import { withWaitingReasons } from "../../../../cli/stacks/run/after-run";
import { openWayWords, waysElsewhere } from "../../../../cli/stacks/run/close-former-ways";
import type { LiveLines } from "../../../../cli/stacks/run/live-lines";
import { refusedRun, untouched } from "../../../../cli/stacks/run/removals-first";
import { runStacks } from "../../../../cli/stacks/run/run-stacks";
import { stackPlan } from "../../../../stacks/stack-plan";
import { zone } from "../../../stacks/reference";

const stacks = stackPlan(zone);
const OWNER = "account-b.secrets";
const WORKLOADS = "account-a.workloads";
const silent: LiveLines = { now: () => {}, done: () => {}, end: () => {} };

/** Runs an owner's stack that lets a reader in by both ways until the workloads have run. */
async function up(failing?: string) {
  const ran: string[] = [];
  const engine: StackEngine = {
    async run({ name }) {
      if (name === failing) throw new Error("no such thing");
      ran.push(name);
      const formerWays: Record<string, string> =
        name === OWNER && !ran.includes(WORKLOADS) ? { orders: WORKLOADS } : {};
      return { changes: { update: 1, same: 5 }, createdSecrets: [], formerWays };
    },
  };
  const { signal } = new AbortController();
  const options = { stacks, engine, parallel: 2, lines: silent, signal, operation: "up" as const };
  const answer = await runStacks(options);
  return { answer, ran };
}

describe("owners that let readers in both ways", () => {
  it("are run once more when the workloads have switched", async () => {
    const { answer, ran } = await up();
    deepStrictEqual(ran.slice(-3), [OWNER, WORKLOADS, OWNER]);
    deepStrictEqual([answer.result, answer.formerWays], ["done", []]);
    const { changes } = answer.stacks.find(({ stack }) => stack === OWNER) ?? {};
    deepStrictEqual(changes, { update: 2, same: 5 });
  });

  it("are named where the workloads have not switched, and are not run again", async () => {
    const { answer, ran } = await up(WORKLOADS);
    strictEqual(ran.filter((name) => name === OWNER).length, 1);
    deepStrictEqual(answer.formerWays, [
      { stack: OWNER, readers: ["orders"], waitsFor: [WORKLOADS] },
    ]);
    const [open] = answer.formerWays;
    strictEqual(
      open && openWayWords(open),
      "account-b.secrets lets orders in by the former way, too, until account-a.workloads is deployed; the next up closes it then",
    );
  });

  it("are not alone: workloads that change step by step are run until the last step, and not for ever", async () => {
    for (const steps of [3, 9]) {
      let ran = 0;
      const engine: StackEngine = {
        async run({ name }) {
          if (name !== WORKLOADS) return { changes: {}, createdSecrets: [] };
          ran += 1;
          const formerWays: Record<string, string> = ran < steps ? { orders: WORKLOADS } : {};
          return { changes: {}, createdSecrets: [], formerWays };
        },
      };
      const { signal } = new AbortController();
      const options = { stacks, engine, parallel: 2, lines: silent, signal };
      const { formerWays } = await runStacks({ ...options, operation: "up" });
      strictEqual(ran, Math.min(steps, 5));
      deepStrictEqual(
        formerWays.map(openWayWords),
        steps === 3
          ? []
          : [
              `${WORKLOADS} changes in several steps how the pods of orders get their role, and has not done the last; the next up goes on`,
            ],
      );
    }
  });

  it("are named by a run that leaves them alone and deploys workloads that read there", async () => {
    const asked: string[] = [];
    const planned = {
      operation: "up" as const,
      zone,
      held: new Map(stacks.map(({ name }) => [name, {} as never])),
      stateOf: async (stack: string) => {
        asked.push(stack);
        const outputs = { formerWays: stack === OWNER ? { orders: WORKLOADS } : {} };
        const resources = [{ urn: "urn", type: "pulumi:pulumi:Stack", outputs }];
        return { resources, pending: [] };
      },
      ...{
        toEmpty: [],
        leftOwners: [],
        workDir: "",
        inventory: "",
        isMeant: true,
        takenOver: [],
        importsOf: () => [],
        chosen: new Set<string>(),
      },
    };
    const only = stacks.filter(({ name }) => name === WORKLOADS);
    deepStrictEqual(await waysElsewhere({ ...planned, stacks: only }), [
      { stack: OWNER, readers: ["orders"], waitsFor: [WORKLOADS] },
    ]);
    deepStrictEqual(asked, ["account-a.secrets", OWNER]);
    deepStrictEqual(await waysElsewhere({ ...planned, stacks }), []);
  });

  it("are known by the outputs that the engine tells of the stack", () => {
    const record = eventRecord(() => {});
    const formerWays = { orders: WORKLOADS };
    const metadata = { op: "same", type: "pulumi:pulumi:Stack", urn: "urn::s" };
    record.onEvent({
      timestamp: 0,
      resOutputsEvent: { metadata: { ...metadata, new: { outputs: { formerWays } } } },
    });
    record.onEvent({ timestamp: 0, resOutputsEvent: { metadata } });
    deepStrictEqual(record.formerWays, formerWays);
  });
});

describe("a refused run", () => {
  const reasons = ["a name is taken", "secret a has a value"];

  it("says that no access was removed where somebody must confirm who loses it, and how to cut off a reader", () =>
    deepStrictEqual(
      untouched("up", reasons).message,
      "a name is taken\nsecret a has a value\nno stack was run, and no access was removed; eks-pod-secrets revoke READER cuts a reader off at once",
    ));

  it("speaks of no access where it would remove none", () => {
    const message = [...reasons, "no stack was run"].join("\n");
    deepStrictEqual(untouched("destroy", reasons).message, message);
    deepStrictEqual(refusedRun(reasons, [], []).message, message);
  });
});

const NONE = { seconds: 0, changes: {} };

describe("an owner whose stack waits for a cluster", () => {
  const reasonOf = (
    result: "waits" | "failed",
    stack: string,
    waitsFor: string[],
    readers = zone.readers,
  ) => withWaitingReasons({ ...zone, readers }, [{ ...NONE, stack, result, waitsFor }])[0]?.reason;

  it("says for which readers, and how to go on without them", () => {
    const readers = zone.readers
      .filter(({ grants }) => grants.some(({ crossAccount }) => crossAccount))
      .map(({ cluster, id }) => `${id} of cluster ${cluster.id}`);
    deepStrictEqual(
      reasonOf("waits", "account-b.secrets", ["account-a.cluster"]),
      `its policies let in ${readers.join(", ")}, and a policy names a cluster only once its stack is done; to go on without them, take these readers out of the inventory, which ends their access`,
    );
  });

  it("says it of no other stack", () => {
    deepStrictEqual(reasonOf("waits", "account-a.workloads", ["account-a.cluster"]), undefined);
    deepStrictEqual(reasonOf("waits", "account-b.secrets", ["account-c.cluster"]), undefined);
    const existing = zone.readers.map((one) => {
      const { create: _, ...cluster } = one.cluster;
      return { ...one, cluster };
    });
    deepStrictEqual(
      reasonOf("waits", "account-b.secrets", ["account-a.cluster"], existing),
      undefined,
    );
    deepStrictEqual(reasonOf("failed", "account-b.secrets", ["account-a.cluster"]), undefined);
  });
});
