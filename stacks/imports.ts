import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { nameIn } from "eks-pod-secrets/change-losses";
import type { HeldResources } from "./held-resources";
import {
  ADOPTED_TYPE,
  type Import,
  importFile,
  importKey,
  parseImports,
  recordedImports,
} from "./import-file";

/**
 * Makes the engine import, instead of create, what the stack's import file names and the stack does not hold, and then change it.
 * In `eks-pod-secrets up` the stack already holds it before the program runs. The stack records what it took over with this file
 * and earlier ones. Returns the imports in the file. `inventory`: the path of the inventory.
 */
export function importAdopted(inventory: string, held: HeldResources): Import[] {
  const imports = importsBeside(inventory);
  const isHeld = new Set(
    Object.entries(held).map(([urn, { type }]) => importKey({ type, name: nameIn(urn) })),
  );
  const before = recordedImports(Object.values(held)).filter((one) => isHeld.has(importKey(one)));
  const ids = new Map([...before, ...imports].map((one) => [importKey(one), one]));
  if (ids.size === 0) return imports;
  new Adopted([...ids.values()]);
  pulumi.runtime.registerStackTransformation(({ name, opts, props, type }) => {
    const key = importKey({ name, type });
    const id = ids.get(key)?.id;
    return id === undefined || isHeld.has(key)
      ? undefined
      : { props, opts: { ...opts, import: id } };
  });
  return imports;
}

function importsBeside(inventory: string): Import[] {
  const name = importFile(pulumi.getStack());
  const file = join(dirname(inventory), name);
  if (!existsSync(file)) return [];
  const parsed = parseImports(readFileSync(file, "utf8"), name);
  if ("problems" in parsed) throw new pulumi.RunError(parsed.problems.join("\n"));
  return parsed.imports;
}

/** The record of what the stack took over. */
class Adopted extends pulumi.ComponentResource {
  constructor(imports: readonly Omit<Import, "place">[]) {
    super(ADOPTED_TYPE, "adopted");
    this.registerOutputs({ imports: imports.map(({ id, name, type }) => ({ type, name, id })) });
  }
}
