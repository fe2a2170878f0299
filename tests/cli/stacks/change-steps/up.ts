import { parse, stringify } from "yaml";
import { accessRemovals } from "../../../../cli/access-removals/access-removals";
import { readingRoles } from "../../../../cli/access-removals/granted";
import type { AccessRemoval } from "../../../../cli/access-removals/removal-shape";
import type { ExportedResource } from "../../../../cli/stacks/backend/exported-state";
import { stacksToClose } from "../../../../cli/stacks/run/close-former-ways";
import { narrowedClasses } from "../../../../cli/stacks/run/narrow-classes";
import {
  deployedValues,
  type KeyUses,
  losses,
  namesOfState,
  shutOutReaders,
} from "../../../../sdk/change-losses";
import type { LandingZone } from "../../../../sdk/grant";
import { heldList } from "../../../../stacks/held-resources";
import { type PlannedStack, stackPlan } from "../../../../stacks/stack-plan";
import { registered } from "./registrations";
import type { Registered } from "./resources";
import { applied, LEFT, type Resource, type Stacks, type Step, stepsOfRun } from "./stacks";

/** Steps that happen in any order that their `after` allows. */
export interface Round {
  kind: "classes" | "removals" | "emptied" | "stacks" | "closing";
  /** What is deployed when the round begins. */
  from: Stacks;
  steps: Step[];
}

/** The rounds of `up`, or why it refuses. */
export interface Up {
  refused: string[];
  /** Messages about pods that are shut out for a while. */
  says: string[];
  rounds: Round[];
  end: Stacks;
}

/** As many as `cli/stacks/run/run-stacks.ts` allows. */
const MOST_CLOSINGS = 4;

/** Changes the model's steps, to check that the properties find the difference. */
export type Mutant = (step: Step[], round: Round["kind"]) => Step[];

/** The steps of `up` for a zone while these stacks are deployed. */
export function upSteps(zone: LandingZone, deployed: Stacks, mutant: Mutant = (all) => all): Up {
  const plan = stackPlan(zone);
  const refused = refusals(zone, plan, deployed);
  const values = plan.map(({ account, name }) =>
    deployedValues(account.name, heldList(deployed[name]?.resources ?? {})),
  );
  const owned = {
    keys: Object.assign({}, ...values.map(({ keys }) => keys)),
    secrets: values.flatMap(({ secrets }) => secrets),
  };
  const says = Object.values(deployed).flatMap(({ resources }) =>
    shutOutReaders(heldList(resources), zone, owned),
  );
  const rounds: Round[] = [];
  let now = deployed;
  const take = (kind: Round["kind"], given: Step[]) => {
    const steps = mutant(given, kind);
    if (steps.length > 0) rounds.push({ kind, from: now, steps });
    now = applied(now, steps);
  };
  take("classes", classSteps(zone, deployed));
  take("removals", removalSteps(zone, now));
  if (refused.length > 0) return { refused, says, rounds, end: now };
  const planned = new Set(plan.map(({ name }) => name));
  for (const name of Object.keys(now).filter((one) => /\.workloads$/.test(one))) {
    if (!planned.has(name)) take("emptied", stepsOfRun({ name }, NOTHING, now));
  }
  const formerWays = new Map<string, Record<string, string>>();
  const roundOf = (stacks: readonly PlannedStack[]): Step[] => {
    let seen = now;
    const all = new Map<string, Step[]>();
    for (const stack of stacks) {
      const made = registered(zone, stack, seen);
      formerWays.set(stack.name, (made.outputs.formerWays ?? {}) as Record<string, string>);
      const before = stack.dependsOn.flatMap((one) => (all.get(one) ?? []).map(({ id }) => id));
      const steps = stepsOfRun(stack, made, seen).map((step) => ({
        ...step,
        after: [...step.after, ...before],
      }));
      all.set(stack.name, steps);
      seen = applied(seen, steps);
    }
    return [...all.values()].flat();
  };
  take("stacks", roundOf(plan));
  for (let left = MOST_CLOSINGS; left > 0; left--) {
    const runs = new Map(
      [...formerWays].map(([name, ways]) => [name, { seconds: 0, changes: {}, formerWays: ways }]),
    );
    const toClose = stacksToClose(plan, runs, (name) => planned.has(name));
    if (toClose.length === 0) break;
    take("closing", roundOf(toClose));
  }
  return { refused, says, rounds, end: now };
}

const NOTHING: Registered = { resources: [], outputs: {} };

function refusals(zone: LandingZone, plan: readonly PlannedStack[], deployed: Stacks): string[] {
  const held = plan.map((one) => ({ ...one, held: heldList(deployed[one.name]?.resources ?? {}) }));
  const names = held.flatMap((one) => [...namesOfState(one.name, one.account, one.held)]);
  const values = held.flatMap(({ account, held: own, layer, name }) => {
    const uses = (deployed[name]?.outputs.encrypts ?? {}) as KeyUses;
    const before = { ...deployedValues(account.name, own), released: [], uses };
    return layer === "secrets" ? [[account.name, before] as const] : [];
  });
  const all = losses({ names: new Map(names), values: new Map(values) }, zone);
  return all.flatMap(({ kind, says }) => (kind === "fails" ? [says] : []));
}

/** The steps that take secrets out of SecretProviderClasses, before they are taken out of policies. */
function classSteps(zone: LandingZone, deployed: Stacks): Step[] {
  return Object.entries(deployed).flatMap(([stack, { resources }]) =>
    narrowedClasses(
      Object.entries(resources).map(([urn, resource]) => exported(urn, resource)),
      zone,
    ).map(({ object, urn }, index): Step => {
      const held = resources[urn] as Resource;
      const { parameters } = (object as { spec: { parameters: { objects: string } } }).spec;
      const left = parse(parameters.objects) as MountedObject[];
      const now = { ...held, outputs: { ...held.outputs, ...mounting(held.outputs, left) } };
      return { id: `${stack} class ${index}`, stack, after: [], puts: { [urn]: now } };
    }),
  );
}

/** A class as its stack's state has it. */
function exported(urn: string, { outputs, type }: Resource): ExportedResource {
  const { clusterId, metadata, objects = [], spec } = outputs as Record<string, never>;
  const { parameters } = (spec ?? { parameters: {} }) as { parameters: object };
  const provider = `urn:pulumi:s::p::pulumi:providers:kubernetes::${clusterId}::id`;
  const own = { parameters: { ...parameters, objects: stringify(objects) } };
  return {
    ...{ urn, type, provider, outputs },
    inputs: { __fieldManager: "pulumi", metadata, spec: own },
  } as unknown as ExportedResource;
}

/** What a class with fewer objects mounts. */
function mounting({ objects, reads }: Resource["outputs"], left: readonly MountedObject[]) {
  const names = new Set(left.map(({ objectName }) => objectName));
  const isLeft = (objects as MountedObject[]).map(({ objectName }) => names.has(objectName));
  return {
    objects: (objects as MountedObject[]).filter((_, index) => isLeft[index]),
    reads: (reads as string[]).filter((_, index) => isLeft[index]),
  };
}

interface MountedObject {
  objectName: string;
}

/** The steps that take access out of policies, before any stack runs. */
function removalSteps(zone: LandingZone, deployed: Stacks): Step[] {
  // What a replacement has left does not count.
  const held = (resources: Record<string, Resource>) =>
    heldList(resources).filter(({ urn }) => !urn.endsWith(LEFT));
  const all = Object.values(deployed).flatMap(({ resources }) => held(resources));
  const roles = readingRoles(all, zone);
  return Object.keys(deployed).flatMap((stack) => {
    const resources = deployed[stack]?.resources ?? {};
    return accessRemovals(stack, held(resources), zone, roles).map((removal, index) => ({
      id: `${stack} removal ${index}`,
      stack,
      after: [],
      puts: narrowed(removal, resources),
    }));
  });
}

function narrowed({ holder, rest, urns }: AccessRemoval, resources: Record<string, Resource>) {
  const puts: Step["puts"] = {};
  for (const urn of urns) {
    const held = resources[urn];
    if (typeof held?.outputs.policy === "string") {
      const left = rest(JSON.parse(held.outputs.policy));
      const policy = JSON.stringify(left);
      puts[urn] = left && { ...held, outputs: { ...held.outputs, policy } };
    } else if (held && holder.kind === "role" && holder.passing) {
      const assumeRolePolicy = JSON.stringify(holder.passing.trust);
      puts[urn] = { ...held, outputs: { ...held.outputs, assumeRolePolicy } };
    }
  }
  return puts;
}
