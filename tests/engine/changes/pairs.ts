import fc from "fast-check";
import { stringify } from "yaml";

import { type ParsedInventory, parseInventory } from "../../../sdk/grant";

/** Two inventories of the same accounts, of which the second follows the first. */
export interface Pair {
  before: string;
  after: string;
}

/** Accounts that every inventory of a pair declares, so that their profiles are there. */
export const ACCOUNTS = {
  a: { id: "111111111111", region: "us-east-1" },
  b: { id: "222222222222", region: "us-east-1" },
  c: { id: "333333333333", region: "us-east-1" },
};

type Entry = Record<string, unknown>;

/** What becomes of an entry: it may be in one inventory only, or in both, the same or changed. */
type Sides = [before: Entry | undefined, after: Entry | undefined];

const KEYS = [undefined, "pods", "pods", "pods", "vault", { alias: "many", shards: 2 }];
const REPLICAS = [
  undefined,
  undefined,
  [{ region: "eu-central-1" }],
  [{ region: "eu-central-1", key: "pods" }],
];

/** An arbitrary pair of inventories that can both be deployed. */
export function pairs(): fc.Arbitrary<Pair> {
  return fc
    .constantFrom(1, 2, 2, 2, 3)
    .chain((accounts) => inventories(Object.keys(ACCOUNTS).slice(0, accounts)))
    .map(([before, after]) => ({ before: stringify(before), after: stringify(after) }))
    .filter(({ after, before }) => isUsable(before) && isUsable(after) && after !== before);
}

function inventories(accounts: string[]) {
  const account = fc.constantFrom(...accounts);
  const secret = entry({
    account,
    key: fc.constantFrom(...KEYS),
    style: fc.constantFrom(undefined, undefined, "attributes"),
    sealed: fc.constantFrom(undefined, undefined, true),
    replicas: fc.constantFrom(...REPLICAS),
  });
  const parameter = entry({ account, key: fc.constantFrom(undefined, undefined, "pods") });
  // A second cluster seldom: each stack more is slow.
  const [home = "", other = home] = accounts.map((name) => `of-${name}`);
  const cluster = fc.constantFrom(home, home, home, home, home, other);
  const reader = (index: number) =>
    entry({
      cluster,
      namespace: fc.constantFrom("web", "web", "ops"),
      serviceAccount: fc.constantFrom(`pod-${index}`, `pod-${index}`, `worker-${index}`),
      mode: fc.constantFrom(undefined, undefined, "targetRole"),
      reads: fc.subarray(["s-1", "s-2", "s-3", "s-4", "/p-1", "/p-2"], { minLength: 1 }),
      deployment: fc.constantFrom(undefined, { image: "busybox:1", mountPath: "/mnt/secrets" }),
    });
  return fc
    .record({
      secrets: named((index) => `s-${index}`, [secret, secret, secret, secret]),
      parameters: named((index) => `/p-${index}`, [parameter, parameter]),
      readers: named((index) => `r-${index}`, [reader(1), reader(2), reader(3)]),
      renamed: fc.constantFrom(undefined, undefined, "r-1"),
      leavesAccounts: fc.boolean(),
    })
    .map(({ leavesAccounts, renamed, ...sections }): [object, object] => {
      const [before, after] = [0, 1].map((side) => inventory(accounts, sections, side));
      if (renamed && after?.readers[renamed]) {
        after.readers[`${renamed}-renamed`] = after.readers[renamed];
        delete after.readers[renamed];
      }
      if (before && after) leaveUnusedClusters(before, after);
      if (leavesAccounts && after) leaveUnusedAccounts(after);
      return [before ?? {}, after ?? {}];
    });
}

/** An entry whose undefined keys are left out. */
function entry(keys: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Entry> {
  return fc
    .record(keys)
    .map((all) =>
      Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
    );
}

function named(
  name: (index: number) => string,
  entries: fc.Arbitrary<Entry>[],
): fc.Arbitrary<[string, Sides][]> {
  const all = entries.map((one, index) =>
    sides(one).map((both): [string, Sides] => [name(index + 1), both]),
  );
  return fc.tuple(...all);
}

function sides(one: fc.Arbitrary<Entry>): fc.Arbitrary<Sides> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant<Sides>([undefined, undefined]) },
    { weight: 3, arbitrary: one.map((same): Sides => [same, same]) },
    { weight: 3, arbitrary: fc.tuple(one, one, fc.nat(9)).map(changedOnce) },
    { weight: 1, arbitrary: one.map((added): Sides => [undefined, added]) },
    { weight: 1, arbitrary: one.map((removed): Sides => [removed, undefined]) },
  );
}

/** The first entry, and the same with one key of the other: most changes are of one key. */
function changedOnce([one, other, choice]: [Entry, Entry, number]): Sides {
  const differing = [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
    (name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]),
  );
  // Most changes of a key are refused, and nothing else is learnt.
  const others = differing.filter((name) => name !== "key" && name !== "account");
  const key = (choice < 2 || others.length === 0 ? differing : others)[
    choice % Math.max(1, others.length)
  ];
  if (key === undefined) return [one, one];
  const { [key]: _, ...rest } = one;
  return [one, other[key] === undefined ? rest : { ...rest, [key]: other[key] }];
}

interface Sections {
  secrets: [string, Sides][];
  parameters: [string, Sides][];
  readers: [string, Sides][];
}

interface Inventory {
  id: string;
  accounts: Record<string, Entry>;
  clusters: Record<string, Entry>;
  secrets: Record<string, Entry>;
  parameters: Record<string, Entry>;
  readers: Record<string, Entry>;
}

/** One side of a pair. Readers lose what their pods could not read, so that few inventories are refused. */
function inventory(accounts: string[], sections: Sections, side: number): Inventory {
  const of = (entries: [string, Sides][]) =>
    Object.fromEntries(
      entries.flatMap(([name, both]) => (both[side] ? [[name, { ...both[side] }]] : [])),
    );
  const [secrets, parameters, readers] = [
    of(sections.secrets),
    of(sections.parameters),
    of(sections.readers),
  ];
  for (const [name, reader] of Object.entries(readers)) {
    const home = String(reader.cluster).replace("of-", "");
    const reads = (reader.reads as string[]).flatMap((object): (string | object)[] => {
      if (object.startsWith("/")) {
        const isRead = parameters[object]?.account === home && !reader.mode;
        return isRead ? [{ parameter: object }] : [];
      }
      const secret = secrets[object];
      const isOpen = secret?.account === home || secret?.key || reader.mode;
      return secret && isOpen ? [object] : [];
    });
    if (reads.length === 0) delete readers[name];
    else readers[name] = { ...reader, reads };
  }
  const own = Object.entries(ACCOUNTS).filter(([name]) => accounts.includes(name));
  const clusters = accounts
    .slice(0, 2)
    .map((account) => [`of-${account}`, { account, existing: true }]);
  return {
    id: "pairs",
    accounts: Object.fromEntries(own),
    clusters: Object.fromEntries(clusters),
    ...{ secrets, parameters, readers },
  };
}

function leaveUnusedClusters(...both: [Inventory, Inventory]): void {
  const used = new Set(
    both.flatMap(({ readers }) => Object.values(readers).map(({ cluster }) => cluster)),
  );
  for (const { clusters } of both) {
    for (const name of Object.keys(clusters)) if (!used.has(name)) delete clusters[name];
  }
}

function leaveUnusedAccounts(inventory: Inventory): void {
  const { accounts, clusters, parameters, readers, secrets } = inventory;
  for (const name of Object.keys(accounts).slice(1)) {
    const cluster = `of-${name}`;
    const isUsed =
      [...Object.values(secrets), ...Object.values(parameters)].some(
        ({ account }) => account === name,
      ) || Object.values(readers).some((reader) => reader.cluster === cluster);
    if (isUsed) continue;
    delete accounts[name];
    delete clusters[cluster];
  }
}

function isUsable(text: string): boolean {
  return !("problems" in parseInventory(text, "inventory"));
}

/** The landing zone of an inventory of a pair. */
export function zoneOf(text: string) {
  const parsed: ParsedInventory = parseInventory(text, "inventory");
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.landingZone;
}
