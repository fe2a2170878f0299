import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nameIn } from "eks-pod-secrets/change-losses";
import { type Import, importKey } from "../../../stacks/import-file";
import { UserError } from "../../terminal/errors";
import { type ExportedResource, exportedText, resourcesIn } from "../backend/exported-state";
import { importsOf } from "../backend/import-files";
import { type CommandPlace, pulumi } from "../backend/pulumi-command";
import { leaveAdopted } from "./leave-adopted";
import { type PlacedImports, placedImports } from "./placed-imports";
import { eventRecord } from "./record-events";
import type { OneRun, operate } from "./stack-run";

/**
 * Makes the engine import what the stack's import file names and the stack does not hold, unchanged; the following run changes
 * it. Throws a `UserError` for what cannot be imported or would then be replaced, and leaves it out of the stack. Returns the
 * number of imported objects.
 */
export async function importAdopted(
  run: OneRun,
  operateWithProgram: typeof operate,
): Promise<number> {
  const { access, inventory, operation, place, stack } = run;
  const all = operation === "up" ? importsOf(inventory, stack.name) : [];
  if (all.length === 0) return 0;
  const resources = resourcesIn(await exportedText(place, stack.name));
  const held = new Map(resources.map((one) => [keyOf(one), one]));
  const open = all.filter((one) => !held.has(importKey(one)));
  if (open.length > 0) {
    await requireImports(place);
    access.onStep(`looking for ${open.length} objects to take over`);
    const found = await placedImports(run, open, operateWithProgram);
    access.onStep(`taking over ${open.length} objects`);
    await importInto(run, engineImports(found, new Set(resources.map(({ urn }) => urn))));
  }
  // Imported objects stay protected until the stack is deployed, so that they are recognized after a kill.
  const fresh = all.filter((one) => held.get(importKey(one))?.protect ?? true);
  if (fresh.length > 0) await requireInPlace(run, fresh, operateWithProgram);
  return open.length;
}

/** Earlier CLIs cannot import for a provider that the stack does not hold yet. */
const FIRST_MINOR = 248;

async function requireImports(place: CommandPlace): Promise<void> {
  const version = (await pulumi(place, ["version"])).trim();
  const [, minor] = /^v3\.(\d+)/.exec(version) ?? [];
  if (Number(minor) >= FIRST_MINOR) return;
  const says = `to take over what exists needs the Pulumi CLI 3.${FIRST_MINOR} or later of version 3`;
  throw new UserError(`${says}, got ${version}; install it, and run the command again`);
}

function keyOf({ type, urn }: ExportedResource): string {
  return importKey({ type, name: nameIn(urn) });
}

async function importInto({ access, place, stack }: OneRun, imports: object): Promise<void> {
  // Nobody else may read it: a provider's inputs say how to reach a cluster.
  const directory = mkdtempSync(join(tmpdir(), "eks-pod-secrets-"));
  try {
    const file = join(directory, "imports.json");
    writeFileSync(file, JSON.stringify(imports), { mode: 0o600 });
    const options = ["--yes", "--skip-preview", "--protect=true", "--generate-code=false"];
    const command = ["import", "--file", file, "--stack", stack.name, ...options];
    await pulumi(place, command, { signal: access.signal });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The import file for the engine, with the components and providers that the stack does not hold yet. */
function engineImports(
  { placed, providers }: PlacedImports,
  held: ReadonlySet<string>,
): Record<string, unknown> {
  const nameTable: Record<string, string> = {};
  const providerInputs: Record<string, object> = {};
  const components = new Map<string, object>();
  for (const { parent, provider } of placed) {
    nameTable[provider] = provider;
    if (!held.has(provider)) providerInputs[provider] = providers.get(provider) ?? {};
    if (held.has(parent)) nameTable[parent] = parent;
    else {
      const [, , types = ""] = parent.split("::");
      const type = types.slice(types.lastIndexOf("$") + 1);
      const logicalName = nameIn(parent);
      components.set(parent, { type, name: parent, logicalName, component: true });
    }
  }
  const resources = placed.map(({ id, name, parent, provider, type, urn }) => ({
    ...{ type, id, parent, provider, name: urn, logicalName: name },
  }));
  return { nameTable, providerInputs, resources: [...components.values(), ...resources] };
}

/**
 * Removes these objects from the stack again, with a `UserError`, if the following run would be refused, or would replace or
 * delete one of them.
 */
async function requireInPlace(
  { access, place, stack }: OneRun,
  imports: readonly Import[],
  operateWithProgram: typeof operate,
): Promise<void> {
  access.onStep("looking at what becomes of the objects that were taken over");
  const record = eventRecord(() => {});
  try {
    await operateWithProgram(place, ["preview", "--stack", stack.name], record, access.signal);
  } catch (error) {
    if (!access.signal.aborted) await leaveAdopted(place, stack.name, imports);
    throw error;
  }
  const going = record.steps.filter(({ operation }) => /replace|delete/.test(operation));
  const problems = imports.flatMap(({ id, name, place: at, type }) => {
    const step = going.find((one) => one.name === name && one.type === type);
    const why = step?.properties.length ? `: it differs in ${step.properties.join(", ")}` : "";
    return step
      ? [
          `${at}: ${name} (${id}) was not taken over, because up would ${step.operation} it${why}; write into the inventory what it has, or take the entry out`,
        ]
      : [];
  });
  if (problems.length === 0) return;
  await leaveAdopted(place, stack.name, imports);
  throw new UserError(problems.join("\n"));
}
