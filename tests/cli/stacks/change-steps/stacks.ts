import type { PlannedStack } from "../../../../stacks/stack-plan";
import { KINDS, type Registered, type Registration } from "./resources";

/** What a stack holds, by URN, and the outputs of its last successful run. */
export interface Stack {
  resources: Record<string, Resource>;
  outputs: Record<string, unknown>;
}

export interface Resource {
  type: string;
  outputs: Record<string, unknown>;
}

/** All stacks of a landing zone, by name. What they hold is what AWS and the clusters have. */
export type Stacks = Readonly<Record<string, Stack>>;

/** One change of one resource, or of what a stack records. */
export interface Step {
  id: string;
  stack: string;
  /** Ids of the steps that must be done before. */
  after: string[];
  /** Resources as they are then, by URN; undefined where there is none any more. */
  puts: Record<string, Resource | undefined>;
  /** What the stack records then. */
  outputs?: Record<string, unknown>;
}

/** What is deployed once some more steps are done, in their order. */
export function applied(stacks: Stacks, steps: readonly Step[]): Stacks {
  const next: Record<string, Stack> = { ...stacks };
  for (const { outputs, puts, stack } of steps) {
    const was = next[stack] ?? { resources: {}, outputs: {} };
    const resources = { ...was.resources };
    for (const [urn, resource] of Object.entries(puts)) {
      if (resource) resources[urn] = resource;
      else delete resources[urn];
    }
    if (outputs) {
      // Where the programs of stacks find what their own stack recorded.
      resources[`urn:pulumi:${stack}::p::pulumi:pulumi:Stack::${stack}`] = {
        type: "pulumi:pulumi:Stack",
        outputs,
      };
    }
    next[stack] = { resources, outputs: outputs ?? was.outputs };
  }
  return next;
}

/** Marks what a replacement has left, and a run deletes at its end, or the next one at its beginning. */
export const LEFT = "#left";

/** Properties of which another value makes another resource. */
const IDENTITY: Partial<Record<Registration["kind"], string[]>> = {
  role: ["name", "path"],
  rights: ["role", "name"],
  association: ["clusterName", "namespace", "serviceAccount"],
  secret: ["name"],
  secretPolicy: ["secretArn"],
  keyPolicy: ["keyId"],
  serviceAccount: ["cluster", "metadata.name", "metadata.namespace"],
  providerClass: ["cluster", "metadata.name", "metadata.namespace"],
  deployment: ["cluster", "metadata.name", "metadata.namespace"],
};

/** The steps of one run of a stack, as Pulumi's engine takes them: what goes, goes last. */
export function stepsOfRun(
  { name: stack }: Pick<PlannedStack, "name">,
  { outputs, resources }: Registered,
  deployed: Stacks,
): Step[] {
  const held = deployed[stack]?.resources ?? {};
  const step = (id: string, after: string[], puts: Step["puts"]): Step => ({
    id: `${stack} ${id}`,
    stack,
    after: after.map((one) => `${stack} ${one}`),
    puts,
  });
  const left = Object.keys(held).filter((urn) => urn.endsWith(LEFT));
  const cleared = left.map((urn) => step(`clear ${urn}`, [], { [urn]: undefined }));
  const before = left.map((urn) => `clear ${urn}`);
  const names = new Set(resources.map(({ name }) => name));
  const going: Step[] = [];
  const goingFirst: Step[] = [];
  const kept = new Set<string>();
  const made = resources.map((one): Step => {
    const urn = urnOf(stack, one);
    kept.add(urn);
    const old = held[urn];
    const now = { type: KINDS[one.kind], outputs: withEarlierKeys(one.outputs, old?.outputs) };
    const after = [...before, ...one.after.filter((name) => names.has(name))];
    if (old === undefined || !isReplaced(one, old)) {
      const isSame = old !== undefined && JSON.stringify(old) === JSON.stringify(now);
      return step(one.name, after, isSame ? {} : { [urn]: now });
    }
    if (one.remade) {
      const first = `delete ${one.name}`;
      // The engine deletes it once the program registers the other one, which waits.
      goingFirst.push(step(first, after, { [urn]: undefined }));
      return step(one.name, [...after, first], { [urn]: now });
    }
    going.push(step(`delete ${one.name}`, [], { [urn + LEFT]: undefined }));
    return step(one.name, after, { [urn]: now, [urn + LEFT]: old });
  });
  for (const [urn, { type }] of Object.entries(held)) {
    if (kept.has(urn) || type === "pulumi:pulumi:Stack" || urn.endsWith(LEFT)) continue;
    going.push(step(`delete ${urn}`, [], { [urn]: undefined }));
  }
  const ids = new Set(goingFirst.map(({ id }) => id));
  const all = [...cleared, ...goingFirst, ...made].map((one) => ({
    ...one,
    after: one.after.filter((id) => !id.startsWith(`${stack} delete `) || ids.has(id)),
  }));
  const done = all.map(({ id }) => id);
  const recorded = { ...step("outputs", [], {}), after: done, outputs };
  return [...all, recorded, ...going.map((one) => ({ ...one, after: done }))];
}

/** The URN of a resource of this project. */
function urnOf(stack: string, { kind, name, parent }: Registration): string {
  const component = parent && `eks-pod-secrets:index:${parent}$`;
  return `urn:pulumi:${stack}::p::${component}${KINDS[kind]}::${name}`;
}

function isReplaced({ kind, outputs, remade = [] }: Registration, old: Resource): boolean {
  const value = (of: Record<string, unknown>, path: string) =>
    JSON.stringify(path.split(".").reduce<unknown>((one, key) => (one as never)?.[key], of));
  return [...(IDENTITY[kind] ?? []), ...remade].some(
    (path) => value(outputs, path) !== value(old.outputs, path),
  );
}

/** A value that gets another key can still be opened with the one before it. */
function withEarlierKeys(
  now: Record<string, unknown>,
  old: Record<string, unknown> = {},
): Record<string, unknown> {
  if (now.arn === undefined || old.arn !== now.arn || !("recoveryWindowInDays" in now)) return now;
  const earlier = [old.kmsKeyId ?? null, ...((old.formerKeys as unknown[]) ?? [])];
  const formerKeys = [...new Set(earlier)].filter((one) => one !== (now.kmsKeyId ?? null));
  return formerKeys.length > 0 ? { ...now, formerKeys } : now;
}
