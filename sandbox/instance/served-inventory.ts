/** What the sandbox needs of an inventory, which the command's package reads: `bin/cli/inventory/served-inventory.js`. */
export interface ServedInventory {
  accounts: InventoryAccount[];
  /** The organization that the inventory names, with every account that it declares as a member. */
  organization?: { id: string; managementAccount?: string; accounts: string[] };
  /** Names of an account's stacks, in the order in which they depend on each other. None where the inventory has mistakes, which the programs name. */
  stacks(account: string): string[];
}

/** An account by the name that the inventory gives it. */
export interface InventoryAccount {
  name?: string;
  id: string;
  /** Undefined where the inventory does not declare it. */
  region?: string;
}

/** Reads an inventory's file, which is there. */
export type ReadInventory = (file: string) => ServedInventory;
