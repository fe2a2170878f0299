import { deepStrictEqual, ok } from "node:assert";
import { type Change, changesOf, isOpen } from "./attributes";
import { inOrder } from "./moments";
import { type Checked, checked, freshlyDeployed } from "./properties";
import { applied, type Stacks, type Step } from "./stacks";
import { upSteps } from "./up";
import { type Draft, SMALL, WORLDS, withValue, zoneOf } from "./worlds";

/** Of how many one is tried, unless `CHANGE_PAIRS=all` asks for each: these take a minute. */
const ONE_OF = process.env.CHANGE_PAIRS === "all" ? 1 : 12;

/**
 * Whether it is known that `up` refuses a mount where it goes back after a stop, as pods read in the new way by now, and their stack has
 * not recorded so. It is said before.
 */
function isOpenOnTheWayBack({ up }: Checked, wrong: string): boolean {
  const [, reader] = /^1 refused: ([^/]+)/.exec(wrong) ?? [];
  return up.says.some((one) => /^reader (\S+) (?:reads as|opens) /.exec(one)?.[1] === reader);
}

/** Whether a mount is refused of a reader whose service account others make from now on. It is said before. */
function isHandedOver({ up }: Checked, wrong: string): boolean {
  const [, reader] = /^(?:1 refused|5 not as declared): ([^/]+)/.exec(wrong) ?? [];
  return up.says.some((one) => one.startsWith(`reader ${reader} no longer has service account`));
}

/** Whether a mount is refused of a reader that reads as a role which cannot read the secret that it mounts yet. It is said before. */
function isOfAnotherRole({ up }: Checked, wrong: string): boolean {
  const [, reader] = /^1 refused: ([^/]+).* in stacks after /.exec(wrong) ?? [];
  return up.says.some(
    (one) => one.startsWith(`reader ${reader} `) && one.includes(", which cannot read secret "),
  );
}

/** What was tried, and what of it went wrong. */
interface Sum {
  changes: number;
  moments: number;
  wrong: string[];
}

/** The changes of a world that change any resource, one value of each attribute of an entry. */
function effectiveChanges(world: Draft): Change[] {
  const before = zoneOf(world);
  ok(before);
  const deployed = freshlyDeployed(before);
  const one = new Map<string, Change>();
  for (const change of changesOf(world)) {
    const after = zoneOf(change.of(world));
    if (after && stepsOf(after, deployed).length > 0) one.set(change.place, change);
  }
  return [...one.values()];
}

function stepsOf(after: Parameters<typeof upSteps>[0], deployed: Stacks): Step[] {
  const { rounds } = upSteps(after, deployed);
  return rounds.flatMap(({ steps }) =>
    inOrder(steps).filter(({ puts }) => Object.keys(puts).length > 0),
  );
}

/** Notes what is wrong, but what is known to be open of one of these attributes. */
function note(sum: Sum, title: string, of: readonly Change[], result: ReturnType<typeof checked>) {
  const wrong = result.wrong.filter(
    (one) =>
      !of.some(({ attribute }) => isOpen(attribute, one)) &&
      !isHandedOver(result, one) &&
      !isOfAnotherRole(result, one),
  );
  sum.changes++;
  sum.moments += result.moments;
  sum.wrong.push(...wrong.map((one) => `${title}: ${one}`));
}

/** Every two changes at once. */
function tryPairs(world: Draft): Sum {
  let count = 0;
  const changes = effectiveChanges(world);
  const before = zoneOf(world);
  ok(before);
  const deployed = freshlyDeployed(before);
  const sum: Sum = { changes: 0, moments: 0, wrong: [] };
  changes.forEach((first, index) => {
    for (const second of changes.slice(index + 1)) {
      if (count++ % ONE_OF !== 0) continue;
      const after = zoneOf(second.of(first.of(world)));
      if (!after) continue;
      const title = `${first.title} and ${second.title}`;
      note(sum, title, [first, second], checked(after, deployed, { known: [before] }));
    }
  });
  return sum;
}

/** Every way by which the same reader reads, to every other, and a change of another attribute at once. */
function tryWays(): Sum {
  const { foreignTokens = {}, targetRole = {} } = WORLDS;
  const both = withValue(SMALL, ["readers", "job", "identity"], "both");
  const worlds = Object.entries({ small: SMALL, both, foreignTokens, targetRole });
  const sum: Sum = { changes: 0, moments: 0, wrong: [] };
  let count = 0;
  for (const [from, world] of worlds) {
    const before = zoneOf(world);
    ok(before);
    const deployed = freshlyDeployed(before);
    for (const [to, other] of worlds.filter((one) => one[1] !== world)) {
      for (const change of effectiveChanges(other)) {
        if (count++ % ONE_OF !== 0) continue;
        const after = zoneOf(change.of(other));
        ok(after);
        const title = `from ${from} to ${to} and ${change.title}`;
        const mode = { ...change, attribute: "readers.mode" };
        note(sum, title, [mode, change], checked(after, deployed, { known: [before] }));
      }
    }
  }
  return sum;
}

/** Each change, stopped after each of its steps, and then taken up again, or back. */
function tryStopped(world: Draft): Sum {
  const before = zoneOf(world);
  ok(before);
  const deployed = freshlyDeployed(before);
  const sum: Sum = { changes: 0, moments: 0, wrong: [] };
  let count = 0;
  for (const change of effectiveChanges(world)) {
    const after = zoneOf(change.of(world));
    if (!after) continue;
    let now = deployed;
    for (const step of stepsOf(after, deployed)) {
      now = applied(now, [step]);
      if (count++ % ONE_OF !== 0) continue;
      for (const [to, where] of [
        [after, "again"],
        [before, "back"],
      ] as const) {
        const result = checked(to, now, { known: [before, after] });
        if (where === "back") {
          result.wrong = result.wrong.filter((one) => !isOpenOnTheWayBack(result, one));
        }
        note(sum, `${change.title}, stopped after ${step.id}, ${where}`, [change], result);
      }
    }
  }
  return sum;
}

/** A draft whose entries of a section have other names, and whose other entries name them so. */
function renamed(draft: Draft, names: Record<string, string>): Draft {
  return JSON.parse(
    JSON.stringify(draft).replace(/"([^"]*)"/g, (text, name) =>
      names[name] ? JSON.stringify(names[name]) : text,
    ),
  );
}

const NAMES = ["web", "job", "orders", "bills", "red", "blue", "shop", "bank", "a", "b"];

/** Every name changed to another one, and every two names exchanged. */
function tryNames(): Sum {
  const before = zoneOf(SMALL);
  ok(before);
  const deployed = freshlyDeployed(before);
  const sum: Sum = { changes: 0, moments: 0, wrong: [] };
  const maps = NAMES.flatMap((one, index) => [
    { [one]: "other" },
    ...NAMES.slice(index + 1).map((two) => ({ [one]: two, [two]: one })),
  ]);
  for (const names of maps) {
    const after = zoneOf(renamed(SMALL, names));
    if (!after) continue;
    const result = checked(after, deployed, { known: [before] });
    sum.changes++;
    sum.moments += result.moments;
    const wrong = result.wrong.filter((one) => !one.startsWith("1"));
    sum.wrong.push(...wrong.map((one) => `${JSON.stringify(names)}: ${one}`));
  }
  return sum;
}

describe("changes of several attributes", () => {
  const { foreignTokens = {}, targetRole = {} } = WORLDS;

  const promise = (title: string, attempt: () => Sum) =>
    it(title, function () {
      const { changes: count, moments, wrong } = attempt();
      ok(this.test);
      this.test.title += ` (${count} changes, ${moments} moments)`;
      deepStrictEqual(wrong, []);
    });

  promise("keep what a change of each alone keeps, two by two", () => tryPairs(SMALL));
  promise("keep it so where a reader of another account has tokens", () => tryPairs(foreignTokens));
  promise("keep it where a reader reads in another way, too", tryWays);
  promise("keep it after a stop at any step, taken up again or back", () => tryStopped(SMALL));
  promise("keep it so where a reader has a target role", () => tryStopped(targetRole));
  promise("keep it where names are changed or exchanged", tryNames);
});
