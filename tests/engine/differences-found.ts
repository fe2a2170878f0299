import { join } from "node:path";
import { readSource } from "../../cli/documents/source";
import {
  type InventoryDifference,
  inventoryDifferences,
} from "../../cli/proof/inventory-differences";
import type { EngineHarness } from "./harness";

/** Where the sandbox's accounts, or its stacks, differ from its inventory. */
export async function differencesFound(
  { data, environment }: EngineHarness,
  kind: "live" | "state",
): Promise<InventoryDifference[]> {
  const before = process.env;
  process.env = { ...environment };
  try {
    const read = await readSource({ kind, file: join(data.project, "landing-zone.yaml") });
    const { declared = async () => ({}), documents, gaps } = read;
    return inventoryDifferences(await declared(), documents, gaps);
  } finally {
    process.env = before;
  }
}
