import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { includedFiles } from "../../stacks/inventory-files";
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

/** The account with a name of the sandbox's inventory, or with a twelve-digit id, declared or not. Throws a `RangeError`. */
export function inventoryAccount(data: DataDirectory, nameOrId: string): InventoryAccount {
  const accounts = inventoryAccounts(data);
  const found = accounts.find(({ name, id }) => name === nameOrId || id === nameOrId);
  if (found) return found;
  if (/^\d{12}$/.test(nameOrId)) return { id: nameOrId, region: DEFAULT_REGION };
  const names = accounts.map(({ name }) => name).join(", ");
  throw new RangeError(`account must be one of ${names} or a twelve-digit id, got ${nameOrId}`);
}

/** Every account that the sandbox's inventory declares. */
export function inventoryAccounts(data: DataDirectory): InventoryAccount[] {
  const { accounts = {} } = readInventory(data);
  return Object.entries(accounts).map(([name, { id, region }]) => ({
    name,
    id: String(id),
    region: region ?? DEFAULT_REGION,
  }));
}

/** The organization that the sandbox's inventory names, with every account that it declares as a member. */
export function inventoryOrganization(
  data: DataDirectory,
): { id: string; managementAccount?: string; accounts: string[] } | undefined {
  const { accounts = {}, organization = {} } = readInventory(data);
  const { id, managementAccount } = organization;
  if (id === undefined) return undefined;
  const members = Object.values(accounts).map((account) => String(account.id));
  return { id, accounts: members, ...(managementAccount !== undefined && { managementAccount }) };
}

/** The stacks of an account in the order in which they depend on each other: `<account>.<layer>`. */
export function inventoryStacks(data: DataDirectory, account: string): string[] {
  const { clusters = {}, secrets = {}, parameters = {}, readers = {} } = readInventory(data);
  const isHere = (entry?: { account?: string }) => entry?.account === account;
  const layers = [
    ...(Object.values(clusters).some(isHere) ? ["cluster"] : []),
    ...(Object.values({ ...secrets, ...parameters }).some(isHere) ? ["secrets"] : []),
    ...(Object.values(readers).some(({ cluster }) => isHere(clusters[cluster]))
      ? ["workloads"]
      : []),
  ];
  return layers.map((layer) => `${account}.${layer}`);
}

/** The sections that are read here; the programs check the whole. */
interface Inventory {
  organization?: { id?: string; managementAccount?: string };
  accounts?: Record<string, { id: string; region?: string }>;
  clusters?: Record<string, { account?: string }>;
  secrets?: Record<string, { account?: string }>;
  parameters?: Record<string, { account?: string }>;
  readers?: Record<string, { cluster: string }>;
}

function readInventory(data: DataDirectory): Inventory {
  const own = join(data.project, "landing-zone.yaml");
  const file = existsSync(own) ? own : join(checkoutDirectory(), "landing-zone.yaml");
  const text = readFileSync(file, "utf8");
  const parts = [text, ...includedFiles({ file, text }).files.map((included) => included.text)];
  return parts
    .map((part) => parse(part) as Inventory)
    .reduce(({ organization, accounts, clusters, secrets, parameters, readers }, more) => ({
      organization: { ...organization, ...more.organization },
      accounts: { ...accounts, ...more.accounts },
      clusters: { ...clusters, ...more.clusters },
      secrets: { ...secrets, ...more.secrets },
      parameters: { ...parameters, ...more.parameters },
      readers: { ...readers, ...more.readers },
    }));
}
