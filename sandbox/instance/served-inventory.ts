import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { DataDirectory } from "./data-directory";
import { commandFile, workDirectory } from "./installation";

/** What the sandbox needs from an inventory. The command's package reads it: `bin/cli/inventory/served-inventory.js`. */
export interface ServedInventory {
  accounts: InventoryAccount[];
  /** The organization that the inventory names, with every account that it declares as a member. */
  organization?: { id: string; managementAccount?: string; accounts: string[] };
  /** Names of an account's stacks in the order of their dependencies. None if the inventory has mistakes, which the programs report. */
  stacks(account: string): string[];
}

export interface InventoryAccount {
  name?: string;
  id: string;
  /** Undefined if the inventory does not declare it. */
  region?: string;
}

export type ReadInventory = (file: string) => ServedInventory;

const DEFAULT_REGION = "us-east-1";

/** The account with a name from the sandbox's inventory, or with a twelve-digit ID, declared or not. Throws a `RangeError`. */
export function inventoryAccount(
  data: DataDirectory,
  nameOrId: string,
): InventoryAccount & { region: string } {
  const { accounts } = readInventory(data);
  const found = accounts.find(({ name, id }) => name === nameOrId || id === nameOrId);
  const known = accounts.map(({ name }) => name).join(", ");
  if (!found && !/^\d{12}$/.test(nameOrId)) {
    throw new RangeError(
      `account must be ${known && `one of ${inventoryFile(data)} (${known}) or `}a twelve-digit id, got ${nameOrId}`,
    );
  }
  return { id: nameOrId, ...found, region: found?.region ?? DEFAULT_REGION };
}

/** What the sandbox's inventory declares. Nothing without an inventory. */
export function readInventory(data: DataDirectory): ServedInventory {
  const file = inventoryFile(data);
  if (!existsSync(file)) return { accounts: [], stacks: () => [] };
  const reader = commandFile("cli/inventory/served-inventory.js");
  if (reader === undefined) {
    throw new Error(`${file} is read by @eks-pod-secrets/cli: npm install @eks-pod-secrets/cli`);
  }
  const { servedInventory }: { servedInventory: ReadInventory } = require(reader);
  return servedInventory(file);
}

export function inventoryFile({ project }: DataDirectory): string {
  const own = join(project, "landing-zone.yaml");
  return existsSync(own) ? realpathSync(own) : join(workDirectory(), "landing-zone.yaml");
}
