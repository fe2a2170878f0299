import { deepStrictEqual, ok } from "node:assert";
import { attributes, type Change, changesOf, LEFT_OUT } from "./attributes";
import { checked, freshlyDeployed } from "./properties";
import { type Draft, WORLDS, zoneOf } from "./worlds";

/**
 * What `up` does not keep yet, by the attribute that changes: the numbers of the properties. 1: a grant that stands is refused for a
 * moment.
 */
const OPEN: Record<string, string> = {
  "accounts.defaults": "1",
  "clusters.defaults": "1",
  "clusters.namespaces": "1",
  "readers.createServiceAccount": "1",
  "readers.mode": "1",
  "readers.reads": "1",
  "readers.roleName": "1",
  "readers.rolePath": "1",
  "readers.targetRoleName": "1",
  "secrets.account": "1",
  "secrets.key": "1",
  "secrets.name": "1",
};

/** What one attribute's changes did wrong, by property, each with an example. */
const found = new Map<string, Map<string, string>>();
const tried = new Set<string>();

/** Every change of one attribute that leads to another inventory, and the way back. */
function tryAll(world: Draft): { changes: number; moments: number } {
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
    note(change, there.wrong);
    note(change, back.wrong);
  }
  return sum;
}

function note({ attribute, title }: Change, wrong: readonly string[]): void {
  for (const one of wrong) {
    const all = found.get(attribute) ?? new Map<string, string>();
    found.set(attribute, all.set(one.slice(0, 1), `${title}: ${one}`));
  }
}

describe("a change of one attribute", () => {
  for (const [name, world] of Object.entries(WORLDS)) {
    it(`keeps what stands, gives nothing else, and ends as declared, from the world ${name}`, function () {
      const { changes, moments } = tryAll(world);
      ok(this.test);
      this.test.title += ` (${changes} changes, ${moments} moments)`;
    });
  }

  it("keeps all properties but those known to be open", () => {
    const numbers = [...found].map(([attribute, all]) => [
      attribute,
      [...all.keys()].sort().join(" "),
    ]);
    const examples = [...found.values()].flatMap((all) => [...all.values()]).join("\n");
    deepStrictEqual(Object.fromEntries(numbers.sort()), OPEN, examples);
  });

  it("is tried for every attribute of the inventory's schema, or it is said why not", () => {
    const untried = [...attributes().keys()].filter((one) => !tried.has(one));
    deepStrictEqual(untried.sort(), Object.keys(LEFT_OUT).sort());
  });
});
