import { deepStrictEqual, ok } from "node:assert";
import { parse } from "yaml";
import { type LandingZone, successors } from "../../../../sdk/grant";
import { type PlannedStack, stackPlan } from "../../../../stacks/stack-plan";
import type { Recorded } from "../../../sdk/components/mocked-engine";
import { confirming, runStack } from "../../../stacks/run-stack";
import { changesOf } from "./attributes";
import { freshlyDeployed } from "./properties";
import { registered } from "./registrations";
import { KINDS, type Registration } from "./resources";
import type { Stacks } from "./stacks";
import { upSteps } from "./up";
import { type Draft, SMALL, WORLDS, withValue, zoneOf } from "./worlds";

const PREFIX = "organization/eks-pod-secrets/";

/** Runs the program of a stack with a mocked engine that has these stacks, and returns what it registers. */
function runProgram(zone: LandingZone, { account, name }: PlannedStack, deployed: Stacks) {
  const stackOf = (full: string) => deployed[full.slice(PREFIX.length)];
  // One region belongs to a key that stays although nothing names it any more.
  const regions = ["eu-west-1", ...[...zone.secrets, ...zone.keys].map(({ region }) => region)];
  const providers = ["aws", ...regions.map((region) => `aws-${region}`)];
  return runStack(zone, name, {
    accounts: Object.fromEntries(providers.map((one) => [one, account.id])),
    regions: Object.fromEntries(regions.map((region) => [`aws-${region}`, region])),
    stacks: Object.fromEntries(
      Object.entries(deployed).map(([stack, { outputs }]) => [PREFIX + stack, outputs]),
    ),
    call: ({ inputs, token }) => {
      switch (token) {
        case "pulumi:pulumi:readStackOutputs":
          return { outputs: stackOf(inputs.name)?.outputs ?? {} };
        case "pulumi:pulumi:readStackResourceOutputs":
          return { outputs: stackOf(inputs.stackName)?.resources ?? {} };
        default:
          return {};
      }
    },
  });
}

const nameOf = ({ kind, name }: Registration) => `${KINDS[kind]} ${name}`;

/** The properties of a resource that both the model and the program know. */
function comparable({ inputs, type }: Pick<Recorded, "inputs" | "type">): object {
  const { metadata, ...given } = inputs as Record<string, Record<string, unknown>>;
  const own = metadata && { name: metadata.name, namespace: metadata.namespace };
  const annotations = metadata?.annotations;
  switch (type) {
    case KINDS.serviceAccount:
      return { ...own, annotations };
    case KINDS.deployment:
      return { ...own };
    case KINDS.providerClass: {
      const { parameters } = given.spec as { parameters: Record<string, string> };
      const objects = inputs.objects ?? parse(parameters.objects ?? "");
      const names = objects.map(({ objectName }: { objectName: string }) => objectName);
      return { ...own, names, usePodIdentity: parameters.usePodIdentity };
    }
    default: {
      const keys = COMPARED[type] ?? [];
      return Object.fromEntries(keys.map((key) => [key, comparedValue(given[key])]));
    }
  }
}

/** Parses a document. An empty value counts as undefined. */
function comparedValue(value: unknown): unknown {
  if (typeof value === "string" && value.startsWith("{")) return JSON.parse(value);
  return typeof value === "object" && Object.keys(value ?? {}).length === 0 ? undefined : value;
}

const COMPARED: Record<string, string[]> = {
  [KINDS.role]: ["name", "path", "assumeRolePolicy"],
  [KINDS.rights]: ["name", "role", "policy"],
  [KINDS.association]: [
    ...["clusterName", "namespace", "serviceAccount"],
    ...["roleArn", "targetRoleArn"],
  ],
  [KINDS.keyPolicy]: ["keyId", "policy"],
  [KINDS.secret]: ["name", "kmsKeyId", "tags", "replicas", "recoveryWindowInDays"],
  [KINDS.secretPolicy]: ["secretArn", "policy"],
  [KINDS.key]: [],
};

/** For each resource of the model's kinds, all other such resources that come before it. */
function closure(after: ReadonlyMap<string, readonly string[]>): Record<string, string[]> {
  const known = new Set<string>(Object.values(KINDS));
  const all = (name: string, seen = new Set<string>()): Set<string> => {
    for (const one of after.get(name) ?? []) {
      if (!seen.has(one)) all(one, seen.add(one));
    }
    return seen;
  };
  const isOurs = (name: string) => known.has(name.split(" ")[0] ?? "");
  return Object.fromEntries(
    [...after.keys()]
      .filter(isOurs)
      .sort()
      .map((name) => [name, [...all(name)].filter(isOurs).sort()]),
  );
}

/** Compares what the program registers with what the model registers. */
async function compare(zone: LandingZone, stack: PlannedStack, deployed: Stacks): Promise<void> {
  const run = await runProgram(zone, stack, deployed);
  const { outputs, resources } = registered(zone, stack, deployed);
  const types = new Set<string>(Object.values(KINDS));
  const byName = (all: [string, object][]) => Object.fromEntries(all.sort());
  deepStrictEqual(
    byName(
      resources.map((one) => [
        nameOf(one),
        comparable({ inputs: one.outputs, type: KINDS[one.kind] }),
      ]),
    ),
    byName(
      run.resources
        .filter(({ type }) => types.has(type))
        .map((one) => [`${one.type} ${one.name}`, comparable(one)]),
    ),
  );
  const names = new Map(resources.map((one) => [one.label ?? one.name, nameOf(one)]));
  deepStrictEqual(
    closure(
      new Map(
        resources.map((one) => [nameOf(one), one.after.flatMap((name) => names.get(name) ?? [])]),
      ),
    ),
    // A component waits for others, and its children wait with it.
    closure(
      new Map(run.registered.map(({ after, parent, resource }) => [resource, [...after, parent]])),
    ),
  );
  // A resource is deleted before its replacement only if the program says so.
  const deletedFirst = resources.filter(({ remade }) => remade).map(nameOf);
  const first = run.registered.filter(
    ({ deleteBeforeReplace, resource }) =>
      types.has(resource.split(" ")[0] ?? "") && deleteBeforeReplace === true,
  );
  deepStrictEqual(first.map(({ resource }) => resource).sort(), deletedFirst.sort());
  for (const { deleteBeforeReplace, resource } of run.registered) {
    const type = resource.split(" ")[0];
    // The provider deletes a resource with a given name first, unless the program says otherwise.
    if (([KINDS.secret, KINDS.role, KINDS.rights] as unknown[]).includes(type))
      deepStrictEqual(deleteBeforeReplace, false);
  }
  const told = run.outputs as unknown as Record<string, unknown>;
  for (const key of ["targetRoles", "untagged", "formerWays", "secrets", "keys"] as const) {
    if (key in outputs) deepStrictEqual(told[key], outputs[key], key);
  }
}

/** Compares the stacks of a draft while another is deployed. The stacks before each one are up to date. */
async function compareChange(before: Draft, after: Draft): Promise<void> {
  const [from, to] = [zoneOf(before), zoneOf(after)];
  ok(from && to);
  const [deployed, wanted] = [freshlyDeployed(from), freshlyDeployed(to)];
  const below: Record<PlannedStack["layer"], RegExp> = {
    cluster: /^$/,
    secrets: /\.cluster$/,
    workloads: /\.(?:cluster|secrets)$/,
  };
  for (const stack of stackPlan(to).filter(({ layer }) => layer !== "cluster")) {
    const done = Object.entries(wanted).filter(([name]) => below[stack.layer].test(name));
    const stay = new Set(successors(to).map(({ former }) => former.id));
    const go = from.secrets.map(({ id }) => id).filter((id) => !stay.has(id));
    await confirming(go.join(","), () =>
      compare(to, stack, { ...deployed, ...Object.fromEntries(done) }),
    );
  }
}

describe("the model of a change", () => {
  for (const [name, world] of Object.entries(WORLDS)) {
    it(`registers what the program registers, and in its order: ${name}`, () =>
      compareChange(world, world));
  }

  const changes = changesOf(SMALL).filter(({ of }) => {
    const after = of(SMALL);
    return JSON.stringify(after) !== JSON.stringify(SMALL) && zoneOf(after);
  });
  // Two entries of a kind are registered alike, so one of each is enough.
  const oneOfEach = new Map(changes.map((change) => [change.attribute, change]));
  for (const { of, title } of oneOfEach.values()) {
    it(`does so where this changes: ${title}`, () => compareChange(SMALL, of(SMALL)));
  }
  it("does so where a target role gets another name, and once it has it", async () => {
    const world = WORLDS.targetRole ?? {};
    const named = withValue(world, ["readers", "job", "targetRoleName"], "other");
    await compareChange(world, named);
    const [from, to] = [zoneOf(world), zoneOf(named)];
    ok(from && to);
    const { end } = upSteps(to, freshlyDeployed(from));
    const [owner] = stackPlan(to).filter(({ name }) => name === "a.secrets");
    ok(owner && JSON.stringify(end[owner.name]).includes("OtherTargetRole"));
    await compare(to, owner, end);
  });

  it("does so where a reader that has tokens gets a target role", () =>
    compareChange(WORLDS.foreignTokens ?? {}, WORLDS.targetRole ?? {}));

  for (const [name, world] of Object.entries(WORLDS)) {
    it(`does so from ${name} to the small world and back`, async () => {
      await compareChange(world, SMALL);
      await compareChange(SMALL, world);
    });
  }
});
