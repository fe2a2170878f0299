import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { checkoutDirectory } from "./checkout";
import type { DataDirectory } from "./data-directory";

/** An account by the name that the inventory gives it. */
export interface InventoryAccount {
  name?: string;
  id: string;
  region: string;
}

/** Region of an account that the inventory does not declare. */
const DEFAULT_REGION = "us-east-1";

/** The account with a name of the sandbox's inventory, or with a twelve-digit id, declared or not. */
export function inventoryAccount(data: DataDirectory, nameOrId: string): InventoryAccount {
  const accounts = inventoryAccounts(data);
  const found = accounts.find(({ name, id }) => name === nameOrId || id === nameOrId);
  if (found) return found;
  if (/^\d{12}$/.test(nameOrId)) return { id: nameOrId, region: DEFAULT_REGION };
  const names = accounts.map(({ name }) => name).join(", ");
  throw new Error(`account must be one of ${names} or a twelve-digit id, got ${nameOrId}`);
}

/** Every account that the sandbox's inventory declares. */
export function inventoryAccounts(data: DataDirectory): InventoryAccount[] {
  const own = join(data.project, "landing-zone.yaml");
  const file = existsSync(own) ? own : join(checkoutDirectory(), "landing-zone.yaml");
  const inventory: unknown = parse(readFileSync(file, "utf8"));
  const { accounts = {} } = inventory as {
    accounts?: Record<string, { id: string; region?: string }>;
  };
  return Object.entries(accounts).map(([name, { id, region }]) => ({
    name,
    id: String(id),
    region: region ?? DEFAULT_REGION,
  }));
}
