import { dirname, relative } from "node:path";

import type { ParsedInventory } from "eks-pod-secrets/grant";

/** The file of each reader that stands in an included one, by the reader's name. Paths are relative to the inventory. */
export type ReaderFiles = ReadonlyMap<string, string>;

/** Where the readers of an inventory stand whose first file is at `root`, and is `name` to problems. */
export function readerFiles(
  { landingZone, problemAt }: Exclude<ParsedInventory, { problems: unknown }>,
  root: string,
  name: string,
): ReaderFiles {
  const { externalReaders, readers } = landingZone;
  return new Map(
    [...readers, ...externalReaders].flatMap(({ id }) => {
      const { file } = problemAt(["readers", id], "");
      return file === name ? [] : [[id, relative(dirname(root), file)] as const];
    }),
  );
}
