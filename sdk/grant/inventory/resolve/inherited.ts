import type { Inventory } from "../schema/inventory";
import type { ReaderEntry } from "../schema/reader";
import type { ParameterEntry, SecretEntry } from "../schema/secret";

/** A secret's entry with the defaults of the inventory and of its account; the account's take precedence. */
export function withSecretDefaults(inventory: Inventory, own: SecretEntry): SecretEntry {
  const general = inventory.defaults?.secrets;
  const account = accountDefaults(inventory, own.account ?? general?.account);
  return { ...general, ...account?.secrets, ...own };
}

/** A parameter's entry with the defaults of the inventory and of its account; the account's take precedence. */
export function withParameterDefaults(inventory: Inventory, own: ParameterEntry): ParameterEntry {
  const general = inventory.defaults?.parameters;
  const account = accountDefaults(inventory, own.account ?? general?.account);
  return { ...general, ...account?.parameters, ...own };
}

/**
 * A reader's entry with the defaults of the inventory, its cluster's account, its cluster and its namespace, in this order. Later
 * ones take precedence.
 */
export function withReaderDefaults(inventory: Inventory, own: ReaderEntry): ReaderEntry {
  const general = inventory.defaults?.readers;
  const cluster = named(inventory.clusters, own.cluster ?? general?.cluster);
  const shared: ReaderEntry = {
    ...general,
    ...accountDefaults(inventory, cluster?.account)?.readers,
    ...cluster?.defaults?.readers,
  };
  const namespace = named(cluster?.namespaces, own.namespace ?? shared.namespace);
  return { ...shared, ...namespace?.defaults?.readers, ...own };
}

function accountDefaults({ accounts }: Inventory, name: string | undefined) {
  return named(accounts, name)?.defaults;
}

function named<Entry>(
  entries: Record<string, Entry> | undefined,
  name: string | undefined,
): Entry | undefined {
  return entries && name !== undefined && Object.hasOwn(entries, name) ? entries[name] : undefined;
}
