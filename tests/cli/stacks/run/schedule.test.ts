import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { reversed, type Scheduled, schedule } from "../../../../cli/stacks/run/schedule";

/** Pieces of work. Each waits for some of those before it, and may fail when it first runs. */
const work = fc
  .array(
    fc.record({
      before: fc.array(fc.nat(30), { maxLength: 3 }),
      fails: fc.boolean(),
      turns: fc.nat(5),
    }),
    { minLength: 1, maxLength: 20 },
  )
  .map((drafts) =>
    drafts.map(({ before, fails, turns }, index) => ({
      name: `stack-${index}`,
      dependsOn: index === 0 ? [] : [...new Set(before.map((one) => `stack-${one % index}`))],
      fails,
      turns,
    })),
  );

/** Runs work in turns of the event loop, and checks the promises of the schedule. */
function workplace() {
  const done = new Set<string>();
  const begun: string[] = [];
  let atOnce = 0;
  let most = 0;
  return {
    begun,
    done,
    most: () => most,
    async run(item: Scheduled & { turns: number }, fails: boolean): Promise<void> {
      begun.push(item.name);
      ok(item.dependsOn.every((one) => done.has(one)));
      most = Math.max(most, ++atOnce);
      for (let left = item.turns; left > 0; left--) await turn();
      atOnce--;
      if (fails) throw new Error(`${item.name} failed`);
      done.add(item.name);
    },
  };
}

describe("schedule", () => {
  it("runs everything once, after what it depends on, within the limit", async () => {
    await fc.assert(
      fc.asyncProperty(work, fc.integer({ min: 1, max: 5 }), async (items, limit) => {
        const place = workplace();
        const outcomes = await schedule(items, limit, (item) => place.run(item, false));
        deepStrictEqual(place.begun.toSorted(), items.map(({ name }) => name).toSorted());
        ok([...outcomes.values()].every(({ result }) => result === "done"));
        ok(place.most() <= limit);
      }),
    );
  });

  it("lets only what depends on a failure wait, and goes on with the rest", async () => {
    await fc.assert(
      fc.asyncProperty(work, fc.integer({ min: 1, max: 5 }), async (items, limit) => {
        const place = workplace();
        const outcomes = await schedule(items, limit, (item) => place.run(item, item.fails));
        const expected = new Map<string, string>();
        for (const { dependsOn, fails, name } of items) {
          const held = dependsOn.some((one) => expected.get(one) !== "done");
          expected.set(name, held ? "waits" : fails ? "failed" : "done");
        }
        for (const { name } of items) strictEqual(outcomes.get(name)?.result, expected.get(name));
      }),
    );
  });

  it("completes, when it is repeated, what failures and interruptions left", async () => {
    await fc.assert(
      fc.asyncProperty(work, fc.nat(20), async (items, stopAfter) => {
        const place = workplace();
        const failedOnce = new Set<string>();
        const runAll = (signal?: AbortSignal) =>
          schedule(
            items,
            2,
            async (item) => {
              if (place.done.has(item.name)) return; // a second run changes nothing
              const fails = item.fails && !failedOnce.has(item.name);
              failedOnce.add(item.name);
              await place.run(item, fails);
            },
            signal,
          );
        const controller = new AbortController();
        const first = runAll(controller.signal);
        for (let left = stopAfter; left > 0; left--) await turn();
        controller.abort();
        await first;
        for (const _ of items) await runAll();
        strictEqual(place.done.size, items.length);
      }),
    );
  });

  it("begins nothing more once it is stopped, and awaits what runs", async () => {
    const controller = new AbortController();
    let ended = false;
    const outcomes = await schedule(
      [
        { name: "a", dependsOn: [] },
        { name: "b", dependsOn: [] },
      ],
      1,
      async () => {
        controller.abort();
        await turn();
        ended = true;
      },
      controller.signal,
    );
    ok(ended);
    deepStrictEqual(Object.fromEntries(outcomes), {
      a: { result: "done" },
      b: { result: "stopped" },
    });
  });

  it("does not wait for what is not in the list", async () => {
    const outcomes = await schedule([{ name: "a", dependsOn: ["b"] }], 1, async () => {});
    deepStrictEqual(outcomes.get("a"), { result: "done" });
  });

  it("says what held a piece up", async () => {
    const outcomes = await schedule(
      [
        { name: "a", dependsOn: [] },
        { name: "b", dependsOn: ["a"] },
      ],
      2,
      async () => {
        throw new Error("no");
      },
    );
    deepStrictEqual(outcomes.get("b"), { result: "waits", for: ["a"] });
  });
});

describe("reversed", () => {
  it("turns every dependency round, so that what was last is first", () => {
    fc.assert(
      fc.property(work, (items) => {
        const pairs = (list: Scheduled[]) =>
          list.flatMap(({ dependsOn, name }) => dependsOn.map((one) => [name, one]));
        const turned = reversed(items);
        deepStrictEqual(
          pairs(turned)
            .map(([a, b]) => `${b} ${a}`)
            .sort(),
          pairs(items)
            .map(([a, b]) => `${a} ${b}`)
            .sort(),
        );
        const seen = new Set<string>();
        for (const { dependsOn, name } of turned) {
          ok(dependsOn.every((one) => seen.has(one)));
          seen.add(name);
        }
      }),
    );
  });
});
