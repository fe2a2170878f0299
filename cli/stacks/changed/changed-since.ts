import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { haveSameFingerprint } from "../../../stacks/fingerprint";
import { importFile } from "../../../stacks/import-file";
import { type PlannedStack, stackPlan } from "../../../stacks/stack-plan";
import { usableInventory } from "../../inventory/inventory-file";
import { withRevision } from "../../inventory/revision";
import { importsOf } from "../backend/import-files";
import { type ChangedLook, fingerprinted } from "./changed-stacks";

/** How the stacks of an inventory differ from those of a Git revision. */
export interface ChangedSince {
  /** Why stacks must run, by name: the inventory says something else about them, or they are new. */
  reasons: Map<string, string>;
  /** Names of the stacks of the revision's inventory. */
  former: ReadonlySet<string>;
}

/** Compares an inventory with that of a Git revision. Reads nothing from the backend. */
export function changedSince(
  look: Omit<ChangedLook, "held" | "stateOf">,
  stacks: readonly PlannedStack[],
  revision: string,
): Promise<ChangedSince> {
  const { file, inventory, workDir } = look;
  const imports = stacks
    .map(({ name }) => join(dirname(file), importFile(name)))
    .filter(existsSync);
  const files = [...inventory.files.map((one) => one.file), ...imports];
  return withRevision({ asked: "--since", revision }, files, async ({ directory, root }) => {
    const at = (path: string) => join(directory, relative(root, realpathSync(path)));
    const former = await usableInventory(at(file), undefined, inventory);
    const isWithin = !relative(root, workDir).startsWith("..");
    const then = fingerprinted(
      {
        ...look,
        file: at(file),
        inventory: former,
        importsOf: (stack) => importsOf(at(file), stack),
      },
      isWithin ? at(workDir) : workDir,
    );
    const now = fingerprinted(look, workDir);
    const before = new Map(stackPlan(former.landingZone).map((stack) => [stack.name, stack]));
    const reasons = stacks.flatMap((stack): [string, string][] => {
      const was = before.get(stack.name);
      if (!was) return [[stack.name, "it is new"]];
      return haveSameFingerprint(then(was), now(stack))
        ? []
        : [[stack.name, `the inventory is another than at ${revision}`]];
    });
    return { reasons: new Map(reasons), former: new Set(before.keys()) };
  });
}
