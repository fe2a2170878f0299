import fc from "fast-check";
import { type Entry, FAR, keyArnsOf, type Sections } from "./entries";
import { type Draft, inventoryOf, isUsable, nameAt } from "./inventories";

/** A change that people make on an ordinary day. */
export interface Change {
  kind: string;
  /** Which of the present entries it changes, and to which of the possible values. */
  which: number;
  what: number;
  /** The entry, if one is added. */
  reader: Entry;
  secret: Entry;
}

/** The changes of one deployment. */
export interface Day {
  /** Candidates. Some may lead to no valid inventory, so only the first valid ones are made. */
  changes: Change[];
  /** How many changes are made. */
  count: number;
  /** When the deployment is killed, from 0 to 1. */
  killed: number;
  later: number;
}

type Part = "accounts" | "clusters" | "secrets" | "parameters" | "readers";
type Apply = (draft: Draft, change: Change) => Draft;

const BOUNDARY = "arn:aws:iam::aws:policy/PowerUserAccess";
const WORKLOAD = { image: "busybox:1", mountPath: "/mnt/secrets" };
const role = (id: unknown, name: string) => `arn:aws:iam::${id}:role/${name}`;

const CHANGES: Record<string, Apply> = {
  mode: another("readers", "mode", [undefined, "targetRole"]),
  identity: another("readers", "identity", [undefined, "both", "irsa"]),
  "service account": another("readers", "serviceAccount", ["pod-1", "pod-2", "pod-3", "pod-4"]),
  namespace: another("readers", "namespace", ["web", "ops"]),
  "role name": another("readers", "roleName", [undefined, "own-1", "own-2", "own-3"]),
  "role path": another("readers", "rolePath", [undefined, "/pods/"]),
  "target role name": another("readers", "targetRoleName", [undefined, "reads-1", "reads-2"]),
  class: another("readers", "secretProviderClass", [undefined, "class-1", "class-2"]),
  boundary: another("readers", "permissionsBoundary", [undefined, BOUNDARY]),
  workload: another("readers", "deployment", [undefined, WORKLOAD]),
  cluster: (draft, change) =>
    another("readers", "cluster", Object.keys(draft.clusters))(draft, change),
  "service account of others": another("readers", "createServiceAccount", [undefined, false]),
  region: inFarRegion("region"),
  "failover region": inFarRegion("failoverRegion"),
  copy: (draft, change) => {
    const [file] = ((draft.readers[nameAt(draft.readers, change.which)]?.reads ?? []) as string[])
      .filter((one) => one in draft.secrets)
      .slice(change.what % 2);
    const copies = [undefined, [{ name: "copy-1", data: { value: file } }]];
    return another("readers", "syncToKubernetesSecrets", copies)(draft, change);
  },
  driver: another("clusters", "secretsStoreCsi", [
    ...[undefined, { install: "existing" }, { rotationPollInterval: "1h" }],
    ...[{ podIdentityAgent: "existing" }, { install: "helm" }, { syncSecrets: true }],
  ]),
  key: another("secrets", "key", [undefined, "pods", "vault", { alias: "many", shards: 2 }]),
  "key by ARN": (draft, change) => {
    const { account } = draft.secrets[nameAt(draft.secrets, change.which)] ?? {};
    const { id } = draft.accounts[String(account)] ?? {};
    return another("secrets", "key", ["pods", ...keyArnsOf(String(id))])(draft, change);
  },
  style: another("secrets", "style", [undefined, "attributes"]),
  seal: another("secrets", "sealed", [undefined, true]),
  tags: another("secrets", "tags", [undefined, { team: "web" }]),
  replicas: another("secrets", "replicas", [undefined, [{ region: "eu-central-1" }]]),
  "recovery window": another("secrets", "recoveryWindowInDays", [0, 7]),
  "account's tags": another("accounts", "tags", [undefined, { team: "web" }]),
  administrators: (draft, change) => {
    const id = Object.values(draft.accounts)[change.which % Object.keys(draft.accounts).length]?.id;
    const lists = [undefined, [role(id, "boss")], [role(id, "boss"), role(id, "aide")]];
    return another("accounts", "administrators", lists)(draft, change);
  },
  grant: reads((all, own, what) => {
    const others = all.filter((one) => !own.includes(one));
    return others.length > 0 ? [...own, others[what % others.length] ?? ""] : own;
  }),
  "grant removed": reads((_, own, what) => own.filter((_, index) => index !== what % own.length)),
  "reader added": (draft, { reader, what }) =>
    withEntry(draft, "readers", `r-${1 + (what % 9)}`, reader),
  "reader removed": without("readers"),
  "secret added": (draft, { secret, what }) =>
    withEntry(draft, "secrets", `s-${1 + (what % 9)}`, secret),
  "secret removed": without("secrets"),
  "reader renamed": (draft, { which, what }) =>
    renamed(draft, "readers", nameAt(draft.readers, which), `r-${1 + (what % 9)}`),
  "cluster renamed": (draft, { which }) => {
    const from = nameAt(draft.clusters, which);
    if (!from) return draft;
    const named = another("clusters", "name", [draft.clusters[from]?.name ?? from]);
    const kept = named(draft, { which, what: 0 } as Change);
    return withValue(renamed(kept, "clusters", from, `${from}-n`), "readers", "cluster", [
      from,
      `${from}-n`,
    ]);
  },
  "account renamed": (draft, { which }) => {
    const from = nameAt(draft.accounts, which);
    const to = `${from}-n`;
    // The profile of its credentials keeps the old name.
    const { profile = from } = draft.accounts[from] ?? {};
    const named = {
      ...draft,
      accounts: { ...draft.accounts, [from]: { ...draft.accounts[from], profile } },
    };
    return (["clusters", "secrets", "parameters"] as const).reduce(
      (all, part) => withValue(all, part, "account", [from, to]),
      renamed(named, "accounts", from, to),
    );
  },
  "secret renamed": (draft, { which, what }) => {
    const from = nameAt(draft.secrets, which);
    const to = `s-${1 + (what % 9)}`;
    if (!from || to in draft.secrets) return draft;
    const after = renamed(draft, "secrets", from, to);
    const renamedFrom = { secret: from, keepDays: 0 };
    const entry = { ...after.secrets[to], renamedFrom };
    return readsRenamed({ ...after, secrets: { ...after.secrets, [to]: entry } }, { [from]: to });
  },
  "secret moved": (draft, { which, what }) => {
    const name = nameAt(draft.secrets, which);
    const was = draft.secrets[name]?.account;
    const others = Object.keys(draft.accounts).filter((account) => account !== was);
    if (!was || others.length === 0) return draft;
    const account = others[what % others.length];
    const { key } = draft.secrets[name] ?? {};
    const entry = {
      ...draft.secrets[name],
      ...{ account, movedFrom: { account: was, keepDays: 0 } },
      ...(String(key).startsWith("arn:") && {
        key: keyArnsOf(String(draft.accounts[String(account)]?.id))[0],
      }),
    };
    return { ...draft, secrets: { ...draft.secrets, [name]: entry } };
  },
  "key renamed": (draft, { which, what }) => {
    const key = Object.values(draft.secrets)[which % Object.keys(draft.secrets).length]?.key;
    return withValue(draft, "secrets", "key", [key, `alias-${what % 3}`]);
  },
  "readers swapped": swapped("readers"),
  "service accounts swapped": swapped("readers", "serviceAccount"),
  "role names swapped": swapped("readers", "roleName"),
  "secrets swapped": swapped("secrets"),
};

/** The kinds of changes to try. `CHANGE_KINDS` names some, separated by commas. Defaults to all. */
const KINDS = process.env.CHANGE_KINDS?.split(",") ?? Object.keys(CHANGES);

/** Draws a day with this many changes. */
export function daysOf(count: number, { readers, secrets }: Sections): fc.Arbitrary<Day> {
  const change = fc.record<Change>({
    kind: fc.constantFrom(...KINDS),
    ...{ which: fc.nat(99), what: fc.nat(99) },
    reader: fc.oneof(...Object.values(readers)),
    secret: fc.oneof(...Object.values(secrets)),
  });
  return fc.record({
    changes: fc.array(change, { minLength: 5 * count, maxLength: 5 * count }),
    count: fc.constant(count),
    killed: fc.double({ min: 0, max: 1, noNaN: true }),
    later: fc.nat(300),
  });
}

/** The draft after a day, and the changes made. `gone` has the places of deleted secrets, whose names AWS does not yet give again. */
export function afterDay(
  draft: Draft,
  { changes, count }: Day,
  gone: ReadonlySet<string>,
): { next: Draft; made: string[] } {
  const made: string[] = [];
  let next = withoutFormers(draft);
  for (const change of changes) {
    if (made.length === count) break;
    const tried = CHANGES[change.kind]?.(next, change) ?? next;
    const isFree = Object.entries(tried.secrets).every(
      ([name, { account }]) => !gone.has(`${account} ${name}`),
    );
    const text = inventoryOf(tried, draft);
    if (!isFree || !isUsable(text) || text === inventoryOf(next, draft)) continue;
    made.push(change.kind);
    next = tried;
  }
  return { next, made };
}

/** Removes the former names. By the next day, what was renamed or moved has its value. */
function withoutFormers(draft: Draft): Draft {
  const secrets = Object.entries(draft.secrets).map(([name, entry]) => {
    const { movedFrom: _, renamedFrom: __, ...rest } = entry;
    return [name, rest];
  });
  return { ...draft, secrets: Object.fromEntries(secrets) };
}

/** Gives a key of an entry another value. */
function another(part: Part, key: string, values: readonly unknown[]): Apply {
  return (draft, { what, which }) => {
    const name = nameAt(draft[part], which);
    if (!draft[part][name]) return draft;
    const { [key]: old, ...rest } = draft[part][name];
    const others = values.filter((one) => JSON.stringify(one) !== JSON.stringify(old));
    const value = others[what % Math.max(1, others.length)];
    const entry = value === undefined ? rest : { ...rest, [key]: value };
    return { ...draft, [part]: { ...draft[part], [name]: entry } };
  };
}

/** Lets a reader read in another region, and gives replicas there to the secrets that it reads. */
function inFarRegion(attribute: "failoverRegion" | "region"): Apply {
  return (draft, change) => {
    const next = another("readers", attribute, [undefined, FAR])(draft, change);
    const name = nameAt(next.readers, change.which);
    const { [attribute]: place, reads = [] } = next.readers[name] ?? {};
    const secrets = Object.entries(next.secrets).map(([id, secret]) => {
      if (!place || secret.replicas || !(reads as string[]).includes(id)) return [id, secret];
      return [
        id,
        { ...secret, replicas: [{ region: FAR, ...(secret.key ? { key: "pods" } : {}) }] },
      ];
    });
    return { ...next, secrets: Object.fromEntries(secrets) };
  };
}

/** Changes what a reader reads, out of everything that exists. */
function reads(change: (all: string[], own: string[], what: number) => string[]): Apply {
  return (draft, { what, which }) => {
    const name = nameAt(draft.readers, which);
    if (!draft.readers[name]) return draft;
    const all = [...Object.keys(draft.secrets), ...Object.keys(draft.parameters)];
    const own = (draft.readers[name]?.reads ?? []) as string[];
    // Some of a reader's names stand for nothing that exists.
    const there = own.filter((one) => all.includes(one));
    const entry = { ...draft.readers[name], reads: change(all, there, what) };
    return { ...draft, readers: { ...draft.readers, [name]: entry } };
  };
}

function withEntry(draft: Draft, part: Part, name: string, entry: Entry): Draft {
  return name in draft[part] ? draft : { ...draft, [part]: { ...draft[part], [name]: entry } };
}

function without(part: Part): Apply {
  return (draft, { which }) => {
    const { [nameAt(draft[part], which)]: _, ...rest } = draft[part];
    return { ...draft, [part]: rest };
  };
}

function renamed(draft: Draft, part: Part, from: string, to: string): Draft {
  if (to in draft[part]) return draft;
  const entries = Object.entries(draft[part]).map(([name, one]) => [
    name === from ? to : name,
    one,
  ]);
  return { ...draft, [part]: Object.fromEntries(entries) };
}

function withValue(draft: Draft, part: Part, key: string, [from, to]: [unknown, unknown]): Draft {
  const entries = Object.entries(draft[part]).map(([name, entry]) => [
    name,
    from !== undefined && entry[key] === from ? { ...entry, [key]: to } : entry,
  ]);
  return { ...draft, [part]: Object.fromEntries(entries) };
}

function readsRenamed(draft: Draft, names: Record<string, string>): Draft {
  const readers = Object.entries(draft.readers).map(([id, reader]) => {
    const own = (reader.reads as string[]).map((one) => names[one] ?? one);
    return [id, { ...reader, reads: [...new Set(own)] }];
  });
  return { ...draft, readers: Object.fromEntries(readers) };
}

/** Swaps the names of two entries, or their values of a key. */
function swapped(part: Part, key?: string): Apply {
  return (draft, { which }) => {
    const names = Object.keys(draft[part]);
    const one = nameAt(draft[part], which);
    const other = nameAt(draft[part], which + 1);
    const [first, second] = [draft[part][one], draft[part][other]];
    if (names.length < 2 || !first || !second) return draft;
    const [now, then] = key
      ? [
          { ...first, [key]: second[key] },
          { ...second, [key]: first[key] },
        ]
      : [second, first];
    return { ...draft, [part]: { ...draft[part], [one]: now, [other]: then } };
  };
}
