import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { nameIn, namesOfState } from "eks-pod-secrets/change-losses";
import { recordIn } from "../../../stacks/deployed-by";
import { importFile, importKey } from "../../../stacks/import-file";
import { stackName, stackNames, stackPlan } from "../../../stacks/stack-plan";
import { changedSinceAdopt } from "./changed-since-adopt";
import { importedResource } from "./own-resources";
import type { PlannedRun } from "./planned-run";

/** The parts of a run that matter for its imports. */
type ImportingRun = Pick<
  PlannedRun,
  "held" | "importsOf" | "inventory" | "operation" | "stacks" | "stateOf" | "zone"
>;

/**
 * Why a run must not import what its import files name, or which entries they lack, one sentence each. A malformed file is a
 * `UserError`.
 */
export async function importRefusals(run: ImportingRun): Promise<string[]> {
  if (run.operation !== "up") return [];
  const held = await heldKeys(run);
  return [
    ...strayFiles(run),
    ...missingRoles(held, run),
    ...(await heldTwice(run)),
    ...(await changedSinceAdopt(run, held)),
  ];
}

/** Import files for stacks that the inventory does not have. */
function strayFiles({ inventory, zone }: ImportingRun): string[] {
  const directory = dirname(join(dirname(inventory), importFile("")));
  const ending = importFile("").split("/").at(-1) ?? "";
  const files = stackNames(zone).map((name) => `${name}${ending}`);
  return filesIn(directory).flatMap((file) =>
    !file.endsWith(ending) || files.includes(file)
      ? []
      : [
          `${join(directory, file)}: must be named after a stack of the inventory (${stackNames(zone).join(", ")}); rename it, or delete it`,
        ],
  );
}

function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** The keys of the import entries that each stack of the run already holds. */
async function heldKeys({
  held,
  stacks,
  stateOf,
}: ImportingRun): Promise<Map<string, Set<string>>> {
  const there = stacks.filter(({ name }) => held.has(name));
  return new Map(
    await Promise.all(
      there.map(async ({ name }) => {
        const { pending, resources } = await stateOf(name);
        const keys = [...pending, ...resources].map(({ type, urn }) =>
          importKey({ type, name: nameIn(urn) }),
        );
        return [name, new Set(keys)] as const;
      }),
    ),
  );
}

/** Roles that exist according to the inventory but that their stack neither holds nor imports. */
function missingRoles(
  held: ReadonlyMap<string, ReadonlySet<string>>,
  { importsOf, stacks, zone }: ImportingRun,
): string[] {
  const isRun = new Set(stacks.map(({ name }) => name));
  return zone.readers.flatMap(({ cluster, hasExistingRole, id, role }) => {
    const stack = stackName(cluster.account, "workloads");
    const key = importKey({ type: "aws:iam/role:Role", name: `${id}-role` });
    if (!hasExistingRole || !isRun.has(stack) || held.get(stack)?.has(key)) return [];
    if (importsOf(stack).some((one) => importKey(one) === key)) return [];
    return [
      `reader ${id} has role: existing, and stack ${stack} neither holds its role nor takes it over: write { "type": "aws:iam/role:Role", "name": "${id}-role", "id": "${role.name}" } into ${importFile(stack)}`,
    ];
  });
}

/** Objects that another stack in the backend holds or also takes over. */
async function heldTwice(run: ImportingRun): Promise<string[]> {
  const { held, importsOf, stacks, stateOf, zone } = run;
  const importing = stacks.filter(({ name }) => importsOf(name).length > 0);
  if (importing.length === 0) return [];
  const accounts = new Map(stackPlan(zone).map(({ account, name }) => [name, account]));
  const holders = new Map<string, string>();
  for (const name of held.keys()) {
    const { pending, resources } = await stateOf(name);
    const account = accounts.get(name) ?? recordIn(resources, zone)?.account;
    if (!account) continue;
    for (const key of namesOfState(name, account, [...pending, ...resources]).keys()) {
      holders.set(key, name);
    }
  }
  return importing.flatMap(({ account, name }) =>
    importsOf(name).flatMap((one) => {
      const [key] = namesOfState(name, account, [importedResource(one, zone)]).keys();
      const holder = key === undefined ? name : (holders.get(key) ?? name);
      if (key !== undefined && holder === name) holders.set(key, name);
      return holder === name
        ? []
        : [
            `${one.place}: ${one.name} (${one.id}) is held by stack ${holder}, too; take it out of there first, so that it stays as it is: pulumi state delete, or take the entry out`,
          ];
    }),
  );
}
