import type { Inventory } from "../schema/inventory";
import type { ReaderEntry } from "../schema/reader";
import type { ParameterEntry, SecretEntry } from "../schema/secret";

/** A secret with what the inventory, then its account, give to those that do not say otherwise. */
export function withSecretDefaults(inventory: Inventory, own: SecretEntry): SecretEntry {
  const general = inventory.defaults?.secrets;
  const account = accountDefaults(inventory, own.account ?? general?.account);
  return { ...general, ...account?.secrets, ...own };
}

/** A parameter with what the inventory, then its account, give to those that do not say otherwise. */
export function withParameterDefaults(inventory: Inventory, own: ParameterEntry): ParameterEntry {
  const general = inventory.defaults?.parameters;
  const account = accountDefaults(inventory, own.account ?? general?.account);
  return { ...general, ...account?.parameters, ...own };
}

/**
 * A reader with what the inventory, its cluster's account, its cluster and its namespace, in this order, give to those that do
 * not say otherwise: the later counts.
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
