import { deepStrictEqual, ok } from "node:assert";
import { losses, namesOfInventory } from "../../../../sdk/change-losses";
import type { LandingZone } from "../../../../sdk/grant";
import { attributes, type Change, changesOf, LEFT_OUT, OPEN } from "./attributes";
import { type Checked, checked, freshlyDeployed } from "./properties";
import { type Draft, SMALL, WORLDS, withValue, zoneOf } from "./worlds";

/** What changes of an attribute did wrong: the worlds, and one example. */
const found = new Map<string, { worlds: Set<string>; example: string }>();
const tried = new Set<string>();

/** Tries every change of one attribute that leads to another inventory, and the way back. */
function tryAll(name: string, world: Draft): { changes: number; moments: number } {
  const before = zoneOf(world);
  ok(before);
  const deployed = freshlyDeployed(before);
  const sum = { changes: 0, moments: 0 };
  for (const change of changesOf(world)) {
    const draft = change.of(world);
    const after = JSON.stringify(draft) === JSON.stringify(world) ? undefined : zoneOf(draft);
    if (!after) continue;
    tried.add(change.attribute);
    const there = checked(after, deployed, { known: [before] });
    const back = checked(before, freshlyDeployed(after), { known: [after] });
    sum.changes += 2;
    sum.moments += there.moments + back.moments;
    note(name, change, there.wrong);
    note(name, change, back.wrong);
    unsaid.push(...unsaidOf(change.title, there, [before, after]));
    unsaid.push(...unsaidOf(change.title, back, [after, before]));
  }
  return sum;
}

function note(world: string, { attribute, title }: Change, wrong: readonly string[]): void {
  for (const one of wrong) {
    const key = `${attribute}: ${one.slice(0, 1)}, ${stageOf(one)}${obstacleOf(one)}`;
    const { worlds = new Set<string>() } = found.get(key) ?? {};
    found.set(key, { worlds: worlds.add(world), example: `${title}: ${one}` });
  }
}

/** Refused mounts of readers that neither `up` nor `plan --against` mentions beforehand. */
const unsaid: string[] = [];

function unsaidOf(
  title: string,
  { up, wrong }: Checked,
  [before, after]: [LandingZone, LandingZone],
): string[] {
  const planned = losses(
    { names: namesOfInventory(before), values: new Map(), zone: before },
    after,
  ).map(({ says }) => says);
  const refused = wrong.filter((text) => text.startsWith("1 refused"));
  return refused.flatMap((one) => {
    const [, pod = ""] = /^1 refused: (\S+) /.exec(one) ?? [];
    const reader = after.readers.find(
      ({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}` === pod,
    );
    const names = (says: string) => says.startsWith(`reader ${reader?.id} `);
    const isSaid = up.says.some(names) && planned.some((says) => up.says.includes(says));
    return isSaid ? [] : [`${title}: ${one}`];
  });
}

/** Why a mount is refused, if no policy is the reason. */
function obstacleOf(wrong: string): string {
  return (
    /: (?:it has no association|no role is annotated)$/.exec(wrong)?.[0].replace(":", ",") ?? ""
  );
}

function stageOf(wrong: string): string {
  if (/ in (?:classes|removals) after /.test(wrong)) return "removals";
  return wrong.includes(".workloads ") ? "workloads" : "secrets";
}

describe("a change of one attribute", () => {
  for (const [name, world] of Object.entries(WORLDS)) {
    it(`keeps what stands, gives nothing else, and ends as declared, from the world ${name}`, function () {
      const { changes, moments } = tryAll(name, world);
      ok(this.test);
      this.test.title += ` (${changes} changes, ${moments} moments)`;
    });
  }

  it("keeps all properties but those known to be open", () => {
    const open = [...found].map(([key, { worlds }]) => [key, [...worlds].join(" ")]);
    const examples = [...found.values()].map(({ example }) => example).join("\n");
    deepStrictEqual(Object.fromEntries(open.sort()), OPEN, examples);
  });

  it("says beforehand, in up and in plan, of whom a mount is refused meanwhile", () => {
    deepStrictEqual(unsaid, []);
  });

  it("says of a replica that goes whose readers are to read in another region", () => {
    const changed = [
      ["readers", "web", "region"],
      ["readers", "job", "region"],
      ["secrets", "orders", "replicas"],
    ].reduce((draft, place) => withValue(draft, place, undefined), WORLDS.replicas ?? {});
    const [before, after] = [zoneOf(WORLDS.replicas ?? {}), zoneOf(changed)];
    ok(before && after);
    const result = checked(after, freshlyDeployed(before), { known: [before] });
    deepStrictEqual([result.up.says.length, unsaidOf("home", result, [before, after])], [2, []]);
  });

  it("keeps the old rights of a reader whose secrets are renamed, or says that they find no room", () => {
    const ids = ["one", "two", "three", "four", "five", "six"];
    const long = (id: string) => `${id}/${"x".repeat(480)}`;
    const renaming = (count: number) => {
      const entries = ids.map((id, index) =>
        index < count
          ? [`new-${id}`, { name: `new/${long(id)}`, renamedFrom: { secret: id, name: long(id) } }]
          : [id, { name: long(id) }],
      );
      const secrets = Object.fromEntries(
        entries.map(([id, one]) => [id, { account: "a", key: "red", ...Object(one) }]),
      );
      const { web } = SMALL.readers as Record<string, object>;
      const zone = zoneOf({
        ...SMALL,
        secrets,
        readers: {
          web: { ...web, reads: Object.keys(secrets).map((secret) => ({ secret, as: secret })) },
        },
      });
      ok(zone);
      return zone;
    };
    const before = renaming(0);
    const results = [2, 6].map((count) => {
      const result = checked(renaming(count), freshlyDeployed(before), { known: [before] });
      const isUnsaid = unsaidOf("renamed", result, [before, renaming(count)]).length > 0;
      return [result.wrong.length > 0, result.up.says.length, isUnsaid];
    });
    deepStrictEqual(results, [
      [false, 0, false],
      [true, 1, false],
    ]);
  });

  it("is tried for every attribute of the inventory's schema, or it is said why not", () => {
    const untried = [...attributes().keys()].filter((one) => !tried.has(one));
    deepStrictEqual(untried.sort(), Object.keys(LEFT_OUT).sort());
  });
});
