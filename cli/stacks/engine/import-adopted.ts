import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nameIn } from "eks-pod-secrets/change-losses";
import { importKey } from "../../../stacks/import-file";
import { exportedText, resourcesIn } from "../backend/exported-state";
import { importsOf } from "../backend/import-files";
import { pulumi } from "../backend/pulumi-command";
import { type PlacedImports, placedImports } from "./placed-imports";
import type { OneRun, operate } from "./stack-run";

/**
 * Has the engine import what the stack's import file names and the stack does not hold, as it is: the run that follows changes it. What
 * cannot be taken over is a `UserError`, and nothing is imported. Answers how many objects it imported.
 */
export async function importAdopted(
  run: OneRun,
  operateWithProgram: typeof operate,
): Promise<number> {
  const { access, inventory, operation, place, stack } = run;
  const all = operation === "up" ? importsOf(inventory, stack.name) : [];
  if (all.length === 0) return 0;
  const resources = resourcesIn(await exportedText(place, stack.name));
  const held = new Set(resources.map(({ type, urn }) => importKey({ type, name: nameIn(urn) })));
  const open = all.filter((one) => !held.has(importKey(one)));
  if (open.length === 0) return 0;
  access.onStep(`looking for ${open.length} objects to take over`);
  const found = await placedImports(run, open, operateWithProgram);
  access.onStep(`taking over ${open.length} objects`);
  const urns = new Set(resources.map(({ urn }) => urn));
  // Nobody else may read it: a provider's inputs say how to reach a cluster.
  const directory = mkdtempSync(join(tmpdir(), "eks-pod-secrets-"));
  try {
    const file = join(directory, "imports.json");
    writeFileSync(file, JSON.stringify(engineImports(found, urns)), { mode: 0o600 });
    const options = ["--yes", "--skip-preview", "--protect=false", "--generate-code=false"];
    const command = ["import", "--file", file, "--stack", stack.name, ...options];
    await pulumi(place, command, { signal: access.signal });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  return open.length;
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
