import { stringify } from "yaml";
import { type LandingZone, parseInventory } from "../../../sdk/grant";
import { stackPlan } from "../../../stacks/stack-plan";
import { ACCOUNTS, type Entry, NAMESPACES } from "./entries";

/** The region of every account. */
const HOME = "us-east-1";

/** What an inventory declares, before its readers lose what their pods could not read. */
export interface Draft {
  id: string;
  accounts: Record<string, Entry>;
  clusters: Record<string, Entry>;
  secrets: Record<string, Entry>;
  parameters: Record<string, Entry>;
  readers: Record<string, Entry>;
}

/** An inventory, and the landing zone that it declares. */
export interface Inventory {
  text: string;
  zone: LandingZone;
}

/** One cluster in each of these accounts, made by others, and a second one in account a. */
export function clustersOf(accounts: readonly string[]): Record<string, Entry> {
  const homes = accounts.map((account) => [`of-${account}`, account]);
  const all = accounts.includes("a") ? [...homes, ["second-of-a", "a"]] : homes;
  return Object.fromEntries(all.map(([name = "", account]) => [name, { account, existing: true }]));
}

/** Adds the OIDC providers to clusters. An ARN that is not known yet has a placeholder. */
export function withProviders(
  clusters: Record<string, Entry>,
  arns: Record<string, string>,
): Record<string, Entry> {
  const all = Object.entries(clusters).map(([name, cluster]) => {
    const { id, region } = ACCOUNTS[String(cluster.account)] ?? {};
    const stand = `arn:aws:iam::${id}:oidc-provider/oidc.eks.${region}.amazonaws.com/id/${"A".repeat(32)}`;
    return [name, { ...cluster, oidcProvider: arns[name] ?? stand }];
  });
  return Object.fromEntries(all);
}

/** Replaces ARNs in a text. */
export function withArns(text: string, arns: Record<string, string>): string {
  return Object.entries(arns).reduce((all, [from, to]) => all.replaceAll(from, to), text);
}

const ALL_CLUSTERS = clustersOf(Object.keys(ACCOUNTS));

/** An inventory with every cluster and namespace, to make what other teams have made before. */
export const CLUSTERS = stringify({
  accounts: ACCOUNTS,
  clusters: ALL_CLUSTERS,
  secrets: { any: { account: "a", key: "pods" } },
  readers: Object.fromEntries(
    Object.keys(ALL_CLUSTERS).flatMap((cluster) =>
      NAMESPACES.map((namespace) => [
        `${cluster}-${namespace}`,
        { cluster, namespace, serviceAccount: "any", reads: ["any"] },
      ]),
    ),
  ),
});

/** The inventory of a draft. `former` is the draft before it, whose clusters stay during this step. */
export function inventoryOf(draft: Draft, former = draft): string {
  const readers = readable(draft);
  const homes = new Set(
    [...Object.values(readers), ...Object.values(readable(former))].map(({ cluster }) => cluster),
  );
  const clusters = Object.entries(draft.clusters).filter(([name]) => homes.has(name));
  return stringify(
    {
      ...{ id: draft.id, accounts: draft.accounts },
      clusters: Object.fromEntries(clusters),
      ...{ secrets: draft.secrets, parameters: draft.parameters, readers },
    },
    { aliasDuplicateObjects: false },
  );
}

/** The readers, each with only what its pods can read. So few inventories are refused. */
function readable({ clusters, parameters, readers, secrets }: Draft): Record<string, Entry> {
  const possible = Object.entries(readers).map(([name, reader]): [string, Entry] => {
    const home = clusters[String(reader.cluster)]?.account;
    const hasTokens = reader.identity !== undefined;
    const names = reader.reads as string[];
    const regions = [reader.region ?? HOME, reader.failoverRegion].filter(Boolean);
    // A pod with a target role can read only as that role, so all of its secrets are of one account.
    const owner = names.map((one) => secrets[one]?.account).find((account) => account);
    const reads = names.flatMap((one): (string | object)[] => {
      const isOwn = (parameters[one] ?? secrets[one])?.account === home;
      if (one in parameters) {
        return isOwn && !reader.mode && regions.join() === HOME ? [{ parameter: one }] : [];
      }
      const { account, key, replicas = [], style } = secrets[one] ?? {};
      if (hasTokens && style) return [];
      const copies = [{ region: HOME, key }, ...(replicas as { region: string; key?: unknown }[])];
      const isOpen = regions.every((region) => {
        const copy = copies.find((each) => each.region === region);
        return copy && (reader.mode ? account === owner : isOwn || copy.key);
      });
      return one in secrets && isOpen ? [one] : [];
    });
    const { createServiceAccount, mode, syncToKubernetesSecrets, ...rest } = reader;
    const copies = (syncToKubernetesSecrets ?? []) as { data: { value: string } }[];
    return [
      name,
      {
        ...rest,
        ...(mode !== undefined && !hasTokens && { mode }),
        // Otherwise others would have to change the role of the service account together with the reader.
        ...(createServiceAccount === false && !hasTokens && { createServiceAccount }),
        ...(copies.length > 0 &&
          copies.every(({ data }) => reads.includes(data.value)) && { syncToKubernetesSecrets }),
        reads,
      },
    ];
  });
  return Object.fromEntries(possible.filter(([, { reads }]) => (reads as unknown[]).length > 0));
}

/** The accounts that a draft uses. The first is always used, because it has the cluster. */
export function usedAccounts(draft: Draft): Record<string, Entry> {
  const { accounts, clusters, parameters, readers, secrets } = draft;
  const used = new Set([
    Object.keys(accounts)[0],
    ...[...Object.values(secrets), ...Object.values(parameters)].map(({ account }) => account),
    ...Object.values(readers).map(({ cluster }) => clusters[String(cluster)]?.account),
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

/** The name of one of the entries. Any number is allowed. */
export function nameAt(entries: Record<string, Entry>, which: number): string {
  const names = Object.keys(entries);
  return names[which % Math.max(1, names.length)] ?? "";
}
