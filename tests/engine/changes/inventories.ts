import { stringify } from "yaml";
import { type LandingZone, parseInventory } from "../../../sdk/grant";
import { stackPlan } from "../../../stacks/stack-plan";
import { ACCOUNTS, type Account, type Entry, NAMESPACES } from "./entries";

/** What an inventory declares, before its readers lose what their pods could not read. */
export interface Draft {
  id: string;
  accounts: Record<string, Account>;
  secrets: Record<string, Entry>;
  parameters: Record<string, Entry>;
  readers: Record<string, Entry>;
}

/** An inventory, and the landing zone that it declares. */
export interface Inventory {
  text: string;
  zone: LandingZone;
}

const HOMES = Object.keys(ACCOUNTS).map((account) => ({ account, cluster: `of-${account}` }));

/** An inventory of every cluster and namespace, for what other teams have made before. */
export const CLUSTERS = stringify({
  accounts: ACCOUNTS,
  clusters: Object.fromEntries(
    HOMES.map(({ account, cluster }) => [cluster, { account, existing: true }]),
  ),
  secrets: { any: { account: "a", key: "pods" } },
  readers: Object.fromEntries(
    HOMES.flatMap(({ cluster }) =>
      NAMESPACES.map((namespace) => [
        `${cluster}-${namespace}`,
        { cluster, namespace, serviceAccount: "any", reads: ["any"] },
      ]),
    ),
  ),
});

/** Text of the inventory of a draft. `former`: the draft before it, whose clusters stay for this step. */
export function inventoryOf(draft: Draft, former = draft): string {
  const readers = readable(draft);
  const homes = new Set(
    [...Object.values(readers), ...Object.values(readable(former))].map(({ cluster }) => cluster),
  );
  const clusters = Object.keys(draft.accounts)
    .filter((account) => homes.has(`of-${account}`))
    .map((account) => [`of-${account}`, { account, existing: true }]);
  return stringify(
    {
      ...{ id: draft.id, accounts: draft.accounts },
      clusters: Object.fromEntries(clusters),
      ...{ secrets: draft.secrets, parameters: draft.parameters, readers },
    },
    { aliasDuplicateObjects: false },
  );
}

/** The readers, each with what its pods can read: few inventories are refused. */
function readable({ parameters, readers, secrets }: Draft): Record<string, Entry> {
  const possible = Object.entries(readers).map(([name, reader]): [string, Entry] => {
    const home = String(reader.cluster).replace("of-", "");
    const names = reader.reads as string[];
    // One role of one owner's account is all that a pod with a target role reads as.
    const owner = names.map((one) => secrets[one]?.account).find((account) => account);
    const reads = names.flatMap((one): (string | object)[] => {
      const isOwn = (parameters[one] ?? secrets[one])?.account === home;
      if (one in parameters) return isOwn && !reader.mode ? [{ parameter: one }] : [];
      const isOpen = reader.mode ? secrets[one]?.account === owner : isOwn || secrets[one]?.key;
      return one in secrets && isOpen ? [one] : [];
    });
    return [name, { ...reader, reads }];
  });
  return Object.fromEntries(possible.filter(([, { reads }]) => (reads as unknown[]).length > 0));
}

/** The accounts that a draft uses: the first, in which the cluster is, always. */
export function usedAccounts(draft: Draft): Record<string, Account> {
  const { accounts, parameters, readers, secrets } = draft;
  const used = new Set([
    Object.keys(accounts)[0],
    ...[...Object.values(secrets), ...Object.values(parameters)].map(({ account }) => account),
    ...Object.values(readers).map(({ cluster }) => String(cluster).replace("of-", "")),
  ]);
  return Object.fromEntries(Object.entries(accounts).filter(([name]) => used.has(name)));
}

/** Whether an inventory is valid and leads to a stack. */
export function isUsable(text: string): boolean {
  const parsed = parseInventory(text, "inventory");
  return !("problems" in parsed) && stackPlan(parsed.landingZone).length > 0;
}

/** The landing zone of an inventory. */
export function zoneOf(text: string): LandingZone {
  const parsed = parseInventory(text, "inventory");
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.landingZone;
}
