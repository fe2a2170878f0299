import type { PlannedStack } from "../../../../stacks/stack-plan";
import { KINDS, type Registered, type Registration } from "./resources";

/** The resources of a stack, by URN, and the outputs of its last successful run. */
export interface Stack {
  resources: Record<string, Resource>;
  outputs: Record<string, unknown>;
}

export interface Resource {
  type: string;
  outputs: Record<string, unknown>;
}

/** All stacks of a landing zone, by name. AWS and the clusters have exactly their resources. */
export type Stacks = Readonly<Record<string, Stack>>;

/** One change of a resource, or of what a stack records. */
export interface Step {
  id: string;
  stack: string;
  /** Ids of the steps that must be done before. */
  after: string[];
  /** The resources after the step, by URN. Undefined if the step deletes one. */
  puts: Record<string, Resource | undefined>;
  /** What the stack records after the step. */
  outputs?: Record<string, unknown>;
}

/** What is deployed after some more steps, in this order. */
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
      // The programs of stacks find here what their own stack has recorded.
      resources[`urn:pulumi:${stack}::p::pulumi:pulumi:Stack::${stack}`] = {
        type: "pulumi:pulumi:Stack",
        outputs,
      };
    }
    next[stack] = { resources, outputs: outputs ?? was.outputs };
  }
  return next;
}

/** Marks what a replacement has left. A run deletes what pods use at its end, and the next run deletes the rest at its beginning. */
export const LEFT = "#left";

/** Kinds of left resources that `up` has the engine delete last. */
const USED: string[] = [KINDS.role, KINDS.rights, KINDS.providerClass];

/** Properties whose change makes another resource. */
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

/** The steps of one run of a stack, in the order of Pulumi's engine: deletions come last. */
export function stepsOfRun(
  { name: stack }: Pick<PlannedStack, "name">,
  { outputs, resources }: Registered,
  deployed: Stacks,
): Step[] {
  const {
    held,
    kept: keptLeft,
    turned,
  } = withLeft(stack, resources, deployed[stack]?.resources ?? {});
  const step = (id: string, after: string[], puts: Step["puts"]): Step => ({
    id: `${stack} ${id}`,
    stack,
    after: after.map((one) => `${stack} ${one}`),
    puts,
  });
  const left = Object.keys(held).filter((urn) => urn.endsWith(LEFT) && !keptLeft.has(urn));
  const cleared = [
    ...left.map((urn) => step(`clear ${urn}`, [], { [urn]: undefined })),
    ...(Object.keys(turned).length > 0 ? [step("turned", [], turned)] : []),
  ];
  const before = [
    ...left.map((urn) => `clear ${urn}`),
    ...(Object.keys(turned).length > 0 ? ["turned"] : []),
  ];
  const names = new Set(resources.map(({ label, name }) => label ?? name));
  const going: Step[] = [];
  const goingFirst: Step[] = [];
  const kept = new Set<string>();
  const made = resources.map((one): Step => {
    const label = one.label ?? one.name;
    const urn = urnOf(stack, one);
    kept.add(urn);
    const old = held[urn];
    const now = { type: KINDS[one.kind], outputs: withEarlierKeys(one.outputs, old?.outputs) };
    const after = [...before, ...one.after.filter((name) => names.has(name))];
    if (old === undefined || !isReplaced(one, old)) {
      const isSame = old !== undefined && JSON.stringify(old) === JSON.stringify(now);
      return step(label, after, isSame ? {} : { [urn]: now });
    }
    if (one.remade) {
      const first = `delete ${label}`;
      // The engine deletes it when the program registers the replacement. The replacement waits for that.
      goingFirst.push(step(first, after, { [urn]: undefined }));
      return step(label, [...after, first], { [urn]: now });
    }
    const leaving = nextLeft(urn, held);
    going.push(step(`delete ${label}`, [], { [leaving]: undefined }));
    return step(label, after, { [urn]: now, [leaving]: old });
  });
  for (const [urn, { type }] of Object.entries(held)) {
    if (kept.has(urn) || type === "pulumi:pulumi:Stack" || left.includes(urn)) continue;
    going.push(step(`delete ${urn}`, [], { [urn]: undefined }));
  }
  const ids = new Set(goingFirst.map(({ id }) => id));
  const all = [...cleared, ...goingFirst, ...made].map((one) => ({
    ...one,
    after: one.after.filter((id) => !id.startsWith(`${stack} delete `) || ids.has(id)),
  }));
  const done = all.map(({ id }) => id);
  const recorded = { ...step("outputs", [], {}), after: done, outputs };
  // A role can be deleted only after its policy.
  const rights = going.filter((one) => deletes(one, KINDS.rights)).map(({ id }) => id);
  const last = going.map((one) => ({
    ...one,
    after: [...done, ...(deletes(one, KINDS.role) ? rights : [])],
  }));
  return [...all, recorded, ...last];
}

/** Whether a step deletes a resource of a type. */
function deletes({ puts }: Step, type: string): boolean {
  return Object.keys(puts).some((urn) => (urn.split("::")[2] ?? "").endsWith(type));
}

/** The URN under which a replaced resource is kept. */
function nextLeft(urn: string, held: Stack["resources"]): string {
  return urn + LEFT in held ? nextLeft(urn + LEFT, held) : urn + LEFT;
}

/**
 * The resources of a stack after left resources that are registered again have returned to their places, which changes nothing in
 * AWS. Also those of them that the engine deletes last.
 */
function withLeft(
  stack: string,
  resources: readonly Registration[],
  given: Stack["resources"],
): { held: Stack["resources"]; kept: Set<string>; turned: Stack["resources"] } {
  const turned: Stack["resources"] = {};
  const kept = new Set<string>();
  for (const one of resources) {
    const urn = urnOf(stack, one);
    const [now, left] = [given[urn], given[urn + LEFT]];
    if (!now || !left || !USED.includes(left.type)) continue;
    if (isReplaced(one, now) && isReplaced(one, left)) continue;
    kept.add(urn + LEFT);
    if (!isReplaced(one, now)) continue;
    turned[urn] = left;
    turned[urn + LEFT] = now;
  }
  return { held: { ...given, ...turned }, kept, turned };
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

/** A value that gets another key can still be decrypted with its earlier key. */
function withEarlierKeys(
  now: Record<string, unknown>,
  old: Record<string, unknown> = {},
): Record<string, unknown> {
  if (now.arn === undefined || old.arn !== now.arn || !("recoveryWindowInDays" in now)) return now;
  const earlier = [old.kmsKeyId ?? null, ...((old.formerKeys as unknown[]) ?? [])];
  const formerKeys = [...new Set(earlier)].filter((one) => one !== (now.kmsKeyId ?? null));
  return formerKeys.length > 0 ? { ...now, formerKeys } : now;
}
