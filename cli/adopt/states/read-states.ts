import { inParallel } from "iam-proof/collections";
import { readJsonText } from "../../documents/documents-file";
import type { Holdings } from "../found";
import { heldInPulumi } from "./pulumi";
import { heldInTerraform } from "./terraform";

/** Bytes that a state may have. */
const SIZE_LIMIT = 256 * 1024 * 1024;

/** What tools hold by files of their states. What is no such file is a `UserError`. */
export async function readStates({
  pulumi = [],
  terraform = [],
}: Partial<Record<"pulumi" | "terraform", string[]>>): Promise<Holdings[]> {
  const read = (files: string[], held: typeof heldInPulumi) =>
    inParallel(files, 1, async (file) => held(file, await readJsonText(file, SIZE_LIMIT)));
  return [...(await read(terraform, heldInTerraform)), ...(await read(pulumi, heldInPulumi))];
}
