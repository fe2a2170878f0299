import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { nameIn } from "eks-pod-secrets/change-losses";
import type { HeldResources } from "./held-resources";
import { importFile, importKey, parseImports } from "./import-file";

/**
 * Has the engine import what the stack's import file names and the stack does not hold, in place of making it, and
 * change it. Before the program of `eks-pod-secrets up` runs, the stack holds it already. `inventory`: path of the inventory.
 */
export function importAdopted(inventory: string, held: HeldResources): void {
  const name = importFile(pulumi.getStack());
  const file = join(dirname(inventory), name);
  if (!existsSync(file)) return;
  const parsed = parseImports(readFileSync(file, "utf8"), name);
  if ("problems" in parsed) throw new pulumi.RunError(parsed.problems.join("\n"));
  const isHeld = new Set(
    Object.entries(held).map(([urn, { type }]) => importKey({ type, name: nameIn(urn) })),
  );
  const ids = new Map(parsed.imports.map((one) => [importKey(one), one.id]));
  pulumi.runtime.registerStackTransformation(({ name, opts, props, type }) => {
    const key = importKey({ name, type });
    const id = ids.get(key);
    return id === undefined || isHeld.has(key)
      ? undefined
      : { props, opts: { ...opts, import: id } };
  });
}
