import { deepStrictEqual, ok, rejects, strictEqual, throws } from "node:assert";

import { deploymentMark } from "../../../../cli/stacks/engine/deployment-mark";
import { type LastRun, otherShards } from "../../../../cli/stacks/engine/other-shards";
import type { Operation, StackEngine } from "../../../../cli/stacks/engine/stack-engine";
import { runStacks } from "../../../../cli/stacks/run/run-stacks";
import { parseShard, shardOf } from "../../../../cli/stacks/run/shard";
import { stackPlan } from "../../../../stacks/stack-plan";
import { zone } from "../../../stacks/reference";
import { withFiles } from "../../support";

const stacks = stackPlan(zone);
const lines = { now: () => {}, done: () => {}, end: () => {} };

describe("a shard", () => {
  it("has stacks of its own, and every stack is of one shard", () => {
    for (const of of [1, 2, 3, 7]) {
      const shards = Array.from({ length: of }, (_, place) =>
        shardOf(stacks, { index: place + 1, of }),
      );
      deepStrictEqual(
        shards.flatMap((own) => [...own]).toSorted(),
        stacks.map(({ name }) => name).toSorted(),
      );
    }
  });

  it("is dealt stacks of every wave", () => {
    const own = (index: number) => [...shardOf(stacks, { index, of: 2 })];
    deepStrictEqual(own(1), ["account-a.cluster", "account-b.secrets", "account-a.workloads"]);
    deepStrictEqual(own(2), ["account-a.secrets"]);
  });

  it("rejects what is no share", () => {
    deepStrictEqual(parseShard("2/3"), { index: 2, of: 3 });
    for (const text of ["0/3", "4/3", "3", "1/0", "-1/3", "1/3/5", "a/b"]) {
      throws(() => parseShard(text), {
        message: "it must be I/N, with I from 1 to N, such as 2/3.",
      });
    }
  });
});

describe("several shards", () => {
  /** A backend that several processes share, and what they do to it. */
  function backend(failing: string[] = []) {
    const runs = new Map<string, LastRun & { operation: Operation }>();
    const ran: string[] = [];
    const engine: StackEngine = {
      async run({ name }, operation) {
        ran.push(name);
        const isFailed = failing.includes(name);
        runs.set(name, { isDone: !isFailed, isFailed, version: String(ran.length), operation });
        if (isFailed) throw new Error("no such thing");
        return { changes: {}, createdSecrets: [] };
      },
      async lastRun(name, operation) {
        const run = runs.get(name) ?? { isDone: false, isFailed: false, version: "none" };
        return { ...run, isDone: run.isDone && "operation" in run && run.operation === operation };
      },
    };
    const shard = (index: number, of: number, operation: Operation = "up") =>
      runStacks({
        ...{ stacks, operation, engine, lines, parallel: 1 },
        waiting: { pace: 1, patience: 5_000, patienceAfterFailure: 20 },
        own: shardOf(stacks, { index, of }),
        signal: new AbortController().signal,
      });
    return { ran, shard };
  }

  it("wait for each other's stacks, run each once, and in the plan's order", async () => {
    const { ran, shard } = backend();
    // Whoever waits for the other is there first.
    const answers = await Promise.all([shard(2, 3), shard(3, 3), shard(1, 3)]);
    ok(answers.every(({ result }) => result === "done"));
    deepStrictEqual(ran.toSorted(), stacks.map(({ name }) => name).toSorted());
    for (const { dependsOn, name } of stacks) {
      ok(dependsOn.every((one) => ran.indexOf(one) < ran.indexOf(name)));
    }
  });

  it("destroy what depends on a stack before it, whosever it is", async () => {
    const { ran, shard } = backend();
    await Promise.all([shard(1, 2, "destroy"), shard(2, 2, "destroy")]);
    for (const { dependsOn, name } of stacks) {
      ok(dependsOn.every((one) => ran.indexOf(one) > ran.indexOf(name)));
    }
  });

  it("go on without what another shard failed at", async () => {
    const { shard } = backend(["account-a.secrets"]);
    const [one, two] = await Promise.all([shard(1, 2), shard(2, 2)]);
    strictEqual(two.result, "incomplete");
    const workloads = one.stacks.find(({ stack }) => stack === "account-a.workloads");
    deepStrictEqual([workloads?.result, workloads?.waitsFor], ["waits", ["account-a.secrets"]]);
  });
});

describe("waiting for another shard", () => {
  const none: LastRun = { isDone: false, isFailed: false, version: "none" };
  const done: LastRun = { isDone: true, isFailed: false, version: "2" };
  const failed: LastRun = { isDone: false, isFailed: true, version: "1" };

  /** Answers these one after another, the last for ever. */
  function waiting(answers: LastRun[], patience = 10_000, signal = new AbortController().signal) {
    const left = [...answers];
    const lastRun = async () => (left.length > 1 ? left.shift() : left[0]) as LastRun;
    const patiently = { pace: 1, patience, patienceAfterFailure: patience / 2 };
    return otherShards({ lastRun, signal, waiting: patiently })("x");
  }

  it("goes on after a failure that was there before, for it may be repeated", async () => {
    strictEqual(await waiting([failed, failed, done]), true);
  });

  it("ends with a failure that is new", async () => {
    strictEqual(await waiting([none, none, failed]), false);
  });

  it("ends where a failure is not repeated for long", async () => {
    strictEqual(await waiting([failed], 100), false);
  });

  it("ends where nothing happens for long", async () => {
    strictEqual(await waiting([none], 100), false);
  });

  it("ends when it is stopped", async () => {
    strictEqual(await waiting([none], 10_000, AbortSignal.timeout(10)), false);
  });

  it("asks one question at a time", async () => {
    let asked = 0;
    const { signal } = new AbortController();
    const wait = otherShards({
      signal,
      lastRun: async () => {
        strictEqual(++asked, 1);
        await new Promise((resolve) => setImmediate(resolve));
        asked--;
        return done;
      },
    });
    deepStrictEqual(await Promise.all(["x", "y", "z"].map(wait)), [true, true, true]);
  });

  it("rejects when the backend does", async () => {
    const { signal } = new AbortController();
    const lastRun = () => Promise.reject(new Error("no backend"));
    await rejects(otherShards({ lastRun, signal })("x"), { message: "no backend" });
  });
});

describe("the mark of a deployment", () => {
  it("is that of the inventory and of all that it includes", async () => {
    const main = "include: [team.yaml]\n";
    const markOf = (team: string) =>
      withFiles({ "zone.yaml": main, "team.yaml": team }, async (directory) =>
        deploymentMark(`${directory}/zone.yaml`),
      );
    strictEqual(await markOf("secrets: {}\n"), await markOf("secrets: {}\n"));
    ok((await markOf("secrets: {}\n")) !== (await markOf("readers: {}\n")));
  });
});
