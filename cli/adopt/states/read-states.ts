import { readJsonText } from "../../documents/documents-file";
import type { Holdings } from "./holdings";
import { heldInPulumi } from "./pulumi";
import { heldInTerraform } from "./terraform";

/** Bytes that a state may have. */
const SIZE_LIMIT = 256 * 1024 * 1024;

/** What tools hold by files of their states. What is no such file is a `UserError`. */
export async function readStates({
  pulumi = [],
  terraform = [],
}: {
  pulumi?: string[];
  terraform?: string[];
}): Promise<Holdings[]> {
  const all = [];
  for (const file of terraform) {
    all.push(heldInTerraform(file, await readJsonText(file, SIZE_LIMIT)));
  }
  for (const file of pulumi) all.push(heldInPulumi(file, await readJsonText(file, SIZE_LIMIT)));
  return all;
}
