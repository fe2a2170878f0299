import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fingerprint } from "../../../stacks/fingerprint";
import { importFile } from "../../../stacks/import-file";
import { type PlannedStack, stackPlan } from "../../../stacks/stack-plan";
import { usableInventory } from "../../inventory/inventory-file";
import { withRevision } from "../../inventory/revision";
import { importsOf } from "../backend/import-files";
import { type ChangedLook, fingerprinted } from "./changed-stacks";

/** Why stacks must run, by name: the inventory says something else about them than at a Git revision, or they are new. */
export function changedSince(
  look: ChangedLook,
  stacks: readonly PlannedStack[],
  revision: string,
): Promise<Map<string, string>> {
  const { file, held, inventory, workDir } = look;
  const imports = stacks
    .map(({ name }) => join(dirname(file), importFile(name)))
    .filter(existsSync);
  const files = [...inventory.files.map((one) => one.file), ...imports];
  return withRevision({ asked: "--since", revision }, files, async ({ directory, root }) => {
    const at = (path: string) => join(directory, relative(root, realpathSync(path)));
    const former = await usableInventory(at(file));
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
    return new Map(
      stacks.flatMap((stack): [string, string][] => {
        const was = before.get(stack.name);
        if (!held.has(stack.name)) return [[stack.name, "it is new"]];
        const isSame = was && fingerprint(then(was)) === fingerprint(now(stack));
        return isSame ? [] : [[stack.name, `the inventory is another than at ${revision}`]];
      }),
    );
  });
}
