import { deepStrictEqual, ok } from "node:assert";
import type { LandingZone } from "../../../../sdk/grant";
import { changesOf } from "./attributes";
import { checked, freshlyDeployed } from "./properties";
import type { Stacks, Step } from "./stacks";
import { type Mutant, type Round, upSteps } from "./up";
import { WORLDS, zoneOf } from "./worlds";

/** A change without faults, and the rounds of its `up`. */
interface Clean {
  title: string;
  before: LandingZone;
  after: LandingZone;
  deployed: Stacks;
  rounds: Round[];
}

/** One change of each attribute, in each of these worlds. */
function cleanChanges(): Clean[] {
  return ["small", "targetRole", "tokens"].flatMap((name) => {
    const world = WORLDS[name] ?? {};
    const before = zoneOf(world);
    ok(before);
    const deployed = freshlyDeployed(before);
    const one = new Map<string, Clean>();
    for (const { attribute, of, title } of changesOf(world)) {
      const after = zoneOf(of(world));
      if (!after || one.has(attribute)) continue;
      const { up, wrong } = checked(after, deployed, { known: [before] });
      if (wrong.length > 0 || up.refused.length > 0) continue;
      one.set(attribute, {
        ...{ title: `${name}, ${title}`, before, after, deployed },
        rounds: up.rounds,
      });
    }
    return [...one.values()];
  });
}

/** Replaces the steps in one round of `up`. */
function inRound(at: number, steps: Step[]): Mutant {
  let round = -1;
  return (given) => {
    if (given.length > 0) round++;
    return given.length > 0 && round === at ? steps : given;
  };
}

const isFound = ({ after, before, deployed }: Clean, mutant: Mutant) =>
  checked(after, deployed, { known: [before], mutant }).wrong.length > 0;

/** The steps of a round that change something. */
function changing({ from, steps }: Round): Step[] {
  return steps.filter(
    ({ outputs, puts, stack }) =>
      Object.keys(puts).length > 0 ||
      (outputs && JSON.stringify(outputs) !== JSON.stringify(from[stack]?.outputs)),
  );
}

const urnsOf = (steps: readonly Step[]) => steps.flatMap(({ puts }) => Object.keys(puts));

/** Why it is harmless to leave out one step. Undefined if the properties should find it. */
function whyHarmless(change: Clean, at: number, step: Step): string | undefined {
  const { after, deployed, rounds } = change;
  const round = rounds[at];
  const rest = (round?.steps ?? []).filter(({ id }) => id !== step.id);
  const again = upSteps(after, deployed, inRound(at, rest)).rounds.slice(at + 1);
  const isAgain = (all: readonly Step[]) =>
    step.outputs
      ? all.some(({ outputs, stack }) => outputs !== undefined && stack === step.stack)
      : urnsOf([step]).every((urn) => urnsOf(all).includes(urn));
  if (isAgain(again.flatMap(({ steps }) => steps))) return "a later run takes it";
  if (isAgain(rest)) return "what is made there takes its place";
  return undefined;
}

/** The kind of resource that a step changes, such as `Role` or `Role goes`. */
function kindOf({ puts }: Step): string {
  const [[urn, now] = ["", undefined]] = Object.entries(puts);
  const kind = urn.split("::").at(-2)?.split(":").at(-1) ?? "";
  return now ? kind : `${kind} goes`;
}

/** Pairs of kinds that may change places in every change, by the reason. */
const EXCHANGEABLE = {
  "a pod reads once both are there, and reads nothing new before": [
    ...["KeyPolicy, Role", "Secret, Role", "Secret, ServiceAccount"],
    ...["SecretPolicy, KeyPolicy", "SecretPolicy, Role"],
  ],
  "pods of another service account have nothing yet": ["RolePolicy, PodIdentityAssociation goes"],
  "no pod starts with a class alone": [
    "PodIdentityAssociation, SecretProviderClass",
    "ServiceAccount, SecretProviderClass",
  ],
  "no pod that starts by then uses what goes": [
    ...["Deployment, Role goes", "Deployment, RolePolicy goes", "Deployment, ServiceAccount goes"],
    ...["RolePolicy, Secret goes", "Secret goes, Deployment", "Secret goes, RolePolicy"],
    ...[
      "RolePolicy goes, Role goes",
      "SecretPolicy, Secret goes",
      "SecretProviderClass, Role goes",
    ],
    "SecretProviderClass, ServiceAccount goes",
    ...["KeyPolicy", "Secret", "SecretPolicy"].map((one) => `${one}, PodIdentityAssociation goes`),
  ],
};

/** Steps that may be left out. They take something from others than pods, or from a key that opens nothing readable. */
const LEFT_OUT = [
  'small, secrets.orders.key: "green": closing: a.secrets red-us-east-1-policy',
  "small, secrets.orders.sealed: true: removals: a.secrets removal 0",
  'targetRole, secrets.orders.movedFrom: {"account":"b"}: stacks: b.secrets red-us-east-1-policy',
  'tokens, secrets.orders.key: "green": closing: a.secrets red-us-east-1-policy',
  "tokens, secrets.orders.sealed: true: removals: a.secrets removal 0",
];

describe("a mutant of up's steps", () => {
  const changes = cleanChanges();

  it("in which one is left out is found, or another takes its place", function () {
    const left: string[] = [];
    const harmless: Record<string, number> = {};
    let found = 0;
    for (const change of changes) {
      for (const [at, round] of change.rounds.entries()) {
        for (const step of changing(round)) {
          const rest = round.steps.filter(({ id }) => id !== step.id);
          if (isFound(change, inRound(at, rest))) found++;
          else {
            const why = whyHarmless(change, at, step);
            if (why) harmless[why] = (harmless[why] ?? 0) + 1;
            else left.push(`${change.title}: ${round.kind}: ${step.id}`);
          }
        }
      }
    }
    ok(this.test);
    this.test.title += ` (${found} found; ${JSON.stringify(harmless)})`;
    deepStrictEqual(left, LEFT_OUT);
  });

  it("in which two are exchanged, of which one waits for the other, is found in some change", function () {
    const found = new Map<string, number>();
    const never = new Map<string, string>();
    for (const change of changes) {
      for (const [at, { steps }] of change.rounds.entries()) {
        const real = steps.filter(({ puts }) => Object.keys(puts).length > 0);
        for (const later of real) {
          for (const one of real.filter(({ id }) => later.after.includes(id))) {
            const place = new Map([
              [one.id, later],
              [later.id, one],
            ]);
            const exchanged = steps.map((step) => {
              const { puts, stack } = place.get(step.id) ?? step;
              return { ...step, puts, stack };
            });
            const kinds = `${kindOf(one)}, ${kindOf(later)}`;
            if (isFound(change, inRound(at, exchanged)))
              found.set(kinds, (found.get(kinds) ?? 0) + 1);
            else never.set(kinds, change.title);
          }
        }
      }
    }
    for (const kinds of found.keys()) never.delete(kinds);
    const sum = [...found.values()].reduce((all, one) => all + one, 0);
    ok(this.test);
    this.test.title += ` (${sum} found, of ${found.size} pairs of kinds; ${never.size} pairs may be exchanged)`;
    deepStrictEqual([...never.keys()].sort(), Object.values(EXCHANGEABLE).flat().sort());
  });
});
