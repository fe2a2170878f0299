import { readJsonText } from "../../documents/documents-file";
import type { Holdings } from "../found";
import { heldInPulumi } from "./pulumi";
import { heldInTerraform } from "./terraform";

/** Bytes that a state may have. */
const SIZE_LIMIT = 256 * 1024 * 1024;

const READERS = { pulumi: heldInPulumi, terraform: heldInTerraform };

/** What tools hold by files of their states. What is no such file is a `UserError`. */
export async function readStates(
  files: {
    [Tool in keyof typeof READERS]?: string[];
  },
): Promise<Holdings[]> {
  const all = [];
  for (const tool of ["terraform", "pulumi"] as const) {
    for (const file of files[tool] ?? []) {
      all.push(READERS[tool](file, await readJsonText(file, SIZE_LIMIT)));
    }
  }
  return all;
}
