import type {
  LandingZone,
  ResolvedAccount,
  ResolvedCluster,
  ResolvedGrant,
  ResolvedKey,
  ResolvedReader,
  ResolvedSecret,
} from "eks-pod-secrets/grant";
import { addTo, type Mapping, memoize } from "iam-proof/collections";
import type { PlannedStack } from "./stack-plan";

type Stack = Pick<PlannedStack, "account" | "layer">;

/**
 * The part of an inventory that can change what a stack's program registers, as a text. Only what is left out here by name is
 * missing from the text, so a new attribute is included by default.
 */
export function declaredPart(zone: LandingZone, stack: Stack): string {
  return textFor(stack, zone, membersOf(zone, stack));
}

/** Whether both have the same text. Entries that the landing zones share have the same one, and are not written. */
export function areDeclaredAlike(
  one: { zone: LandingZone; stack: Stack },
  other: { zone: LandingZone; stack: Stack },
): boolean {
  const [members, others] = [membersOf(one.zone, one.stack), membersOf(other.zone, other.stack)];
  const text = textFor(one.stack, one.zone, withoutShared(members, others));
  return text === textFor(other.stack, other.zone, withoutShared(others, members));
}

/** The members without the entries that the others have at the same places. */
function withoutShared(members: Mapping, others: Mapping): Mapping {
  const own = Object.entries(members).map(([name, value]) => {
    const its = others[name];
    const areLists = Array.isArray(value) && Array.isArray(its) && value.length === its.length;
    return [name, areLists ? value.filter((one, place) => !Object.is(one, its[place])) : value];
  });
  return Object.fromEntries(own);
}

function membersOf(zone: LandingZone, { account, layer }: Stack): Mapping {
  const { entries, others } = partsOf(zone);
  const own = IN_LAYER[layer].map((kind) => [kind, entries[kind].get(account) ?? []]);
  return { ...others, account, ...Object.fromEntries(own) };
}

function textFor(stack: Stack, zone: LandingZone, members: object): string {
  const { views } = partsOf(zone);
  return textOf(members, (value) => {
    const view = views.get(value);
    return view ? view(stack) : value;
  });
}

/** A value as text. A reference back to an enclosing value is written as its depth, so that every text ends. */
function textOf(root: object, shownOf: (value: object) => object): string {
  const around: { value: object; shown: object }[] = [];
  return JSON.stringify(root, function (this: object, _, value) {
    while (around.length > 0 && around.at(-1)?.shown !== this) around.pop();
    if (typeof value !== "object" || value === null) return value;
    const depth = around.findIndex((one) => one.value === value);
    if (depth >= 0) return { depth };
    const shown = shownOf(value);
    around.push({ value, shown });
    return shown;
  });
}

/** The entries of an account that each of its stacks deploys. */
const IN_LAYER = {
  cluster: ["clusters", "tokens"],
  secrets: ["keys", "secrets", "parameters", "readersLetIn"],
  workloads: ["readers"],
} as const;

type Kind = (typeof IN_LAYER)[Stack["layer"]][number];

/** How an entry appears in the text of a stack. */
type View = (stack: Stack) => object;

/**
 * The entries by account, and how each appears in a text. The first call takes time linear in the landing zone; later calls are
 * free.
 */
const partsOf = memoize((zone: LandingZone) => {
  const { accounts, clusters, externalReaders, externalSecrets, keys } = zone;
  const { parameters, quotas: _, readers, secrets, ...others } = zone;
  const entries: Record<Kind, Map<ResolvedAccount, unknown[]>> = {
    ...{ clusters: new Map(), tokens: new Map(), readers: new Map(), readersLetIn: new Map() },
    ...{ keys: new Map(), secrets: new Map(), parameters: new Map() },
  };
  const views = new Map<object, View>();
  for (const one of accounts) views.set(one, accountView(one));
  for (const one of clusters) {
    addTo(entries.clusters, one.account, one);
    views.set(one, clusterView(one));
  }
  for (const one of keys) addTo(entries.keys, one.account, one);
  const named = [...secrets, ...externalSecrets].flatMap(keysOf);
  // The keys of other owners' secrets are in no list.
  for (const one of new Set([...keys, ...named])) {
    const { parameters: _, secrets: __, ...key } = one;
    views.set(one, () => key);
  }
  for (const one of parameters) {
    addTo(entries.parameters, one.account, one);
    const { grants: _, ...parameter } = one;
    views.set(one, () => parameter);
  }
  for (const one of secrets) for (const owner of ownersOf(one)) addTo(entries.secrets, owner, one);
  for (const one of [...secrets, ...externalSecrets]) views.set(one, secretView(one));
  for (const one of readers) addTo(entries.readers, one.cluster.account, one);
  for (const one of [...readers, ...externalReaders]) {
    const { cluster, grants, identity, targetRole } = one;
    views.set(one, readerView(one));
    if (identity !== "podIdentity") addTo(entries.tokens, cluster.account, cluster.name);
    const owners = new Set(grants.flatMap(({ target }) => ownersOf(target)));
    if (targetRole) owners.add(targetRole.account);
    for (const owner of owners) addTo(entries.readersLetIn, owner, one);
  }
  return { entries, others, views };
});

function keysOf({ key, replicas }: ResolvedSecret): ResolvedKey[] {
  return [key, ...replicas.map((one) => one.key)].flatMap((one) => one ?? []);
}

/** The accounts that hold a granted object: its own, and the one where it was before. */
function ownersOf(target: ResolvedGrant["target"]): ResolvedAccount[] {
  const former = "former" in target ? target.former?.account : undefined;
  return former && former !== target.account ? [target.account, former] : [target.account];
}

/** Leaves out how accounts are deployed and what they tag. */
function accountView(account: ResolvedAccount): View {
  const { id, name, partition, region } = account;
  return (stack) => (stack.account === account ? account : { id, name, partition, region });
}

/** Leaves out how a cluster is created, except for its own stack. */
function clusterView(cluster: ResolvedCluster): View {
  const { create, secretsStoreCsi: _, ...others } = cluster;
  const seen = { ...others, isCreated: create !== undefined };
  return ({ layer }) => (layer === "cluster" ? cluster : seen);
}

/** Leaves out of a secret what its readers do not need to know. */
function secretView({ grants: _, ...secret }: ResolvedSecret): View {
  const { description, extraPolicyStatements, rotation, sealed, tags, ...read } = secret;
  const { recoveryWindowInDays, ...seen } = read;
  return ({ layer }) => (layer === "secrets" ? secret : seen);
}

/** Leaves out, for owners, what pods do with what they read. */
function readerView(reader: ResolvedReader): View {
  const { deployment, grants, secretProviderClass, syncToKubernetesSecrets, ...role } = reader;
  return ({ account, layer }) => {
    if (layer !== "secrets") return { ...reader, grants: grants.map(withoutReader) };
    const own = grants.filter(({ target }) => ownersOf(target).includes(account));
    const read = own.map(({ file, jmesPath, reader: _, target, ...grant }) => ({
      ...grant,
      target: target.id,
    }));
    return { ...role, grants: read };
  };
}

function withoutReader({ reader: _, ...grant }: ResolvedGrant) {
  return grant;
}
