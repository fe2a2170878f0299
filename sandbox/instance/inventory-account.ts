import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { parseInventory } from "../../sdk/grant";
import { includedFiles } from "../../stacks/inventory-files";
import { stackPlan } from "../../stacks/stack-plan";
import type { DataDirectory } from "./data-directory";
import { workDirectory } from "./installation";

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
  const known = accounts.map(({ name }) => name).join(", ");
  throw new RangeError(
    `account must be ${known && `one of ${servedInventory(data)} (${known}) or `}a twelve-digit id, got ${nameOrId}`,
  );
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

/** Names of an account's stacks, in the order in which they depend on each other. None where the inventory has mistakes, which the programs name. */
export function inventoryStacks(data: DataDirectory, account: string): string[] {
  const texts = inventoryTexts(data);
  if (texts === undefined) return [];
  const { file, included, text } = texts;
  const parsed = parseInventory(text, file, [], included);
  if ("problems" in parsed) return [];
  const own = stackPlan(parsed.landingZone).filter((stack) => stack.account.name === account);
  return own.map(({ name }) => name);
}

/** The sections that are read here; the programs check the whole. */
interface Inventory {
  organization?: { id?: string; managementAccount?: string };
  accounts?: Record<string, { id: string; region?: string }>;
}

/** Empty where there is no inventory. */
function readInventory(data: DataDirectory): Inventory {
  const texts = inventoryTexts(data);
  if (texts === undefined) return {};
  const { included, text } = texts;
  return [text, ...included.map((part) => part.text)]
    .map((part) => parse(part) as Inventory)
    .reduce(({ organization, accounts }, more) => ({
      organization: { ...organization, ...more.organization },
      accounts: { ...accounts, ...more.accounts },
    }));
}

/** The inventory whose accounts the sandbox has as profiles, whether it is there or not. */
export function servedInventory({ project }: DataDirectory): string {
  const own = join(project, "landing-zone.yaml");
  return existsSync(own) ? realpathSync(own) : join(workDirectory(), "landing-zone.yaml");
}

function inventoryTexts(data: DataDirectory) {
  const file = servedInventory(data);
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, "utf8");
  return { file, text, included: includedFiles({ file, text }).files };
}
