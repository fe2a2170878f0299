import { realpathSync } from "node:fs";

/** Where a path leads; undefined where it leads nowhere, or in a circle. */
export function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
