import type {
  LandingZone,
  ResolvedAccount,
  ResolvedCluster,
  ResolvedGrant,
  ResolvedKey,
  ResolvedReader,
  ResolvedSecret,
} from "eks-pod-secrets/grant";
import { addTo, memoize } from "iam-proof/collections";
import type { PlannedStack } from "./stack-plan";

type Stack = Pick<PlannedStack, "account" | "layer">;

/**
 * What of an inventory can change what the program of a stack registers, as a text. Only what is left out here by its name is not in
 * the text: an attribute that is new is in it.
 */
export function declaredPart(zone: LandingZone, stack: Stack): string {
  const { entries, others, views } = partsOf(zone);
  const { account, layer } = stack;
  const own = Object.fromEntries(
    IN_LAYER[layer].map((kind) => [kind, entries[kind].get(account) ?? []]),
  );
  return textOf({ ...others, account, ...own }, (value) => {
    const view = views.get(value);
    return view ? view(stack) : value;
  });
}

/** The text of a value as it is shown. A reference back to what it stands in is told by how deep that is, so that each text ends. */
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

/** The entries of an account that each of its stacks is made of. */
const IN_LAYER = {
  cluster: ["clusters", "tokens"],
  secrets: ["keys", "secrets", "parameters", "readersLetIn"],
  workloads: ["readers"],
} as const;

type Kind = (typeof IN_LAYER)[Stack["layer"]][number];

/** How an entry stands in the text of a stack. */
type View = (stack: Stack) => object;

/** The entries by their account, and how each stands in a text. Costs time linear in the landing zone, once. */
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
  // The keys of others' secrets are in no list.
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

/** The accounts that hold an object of a grant: its own, and that where it was before. */
function ownersOf(target: ResolvedGrant["target"]): ResolvedAccount[] {
  const former = "former" in target ? target.former?.account : undefined;
  return former && former !== target.account ? [target.account, former] : [target.account];
}

/** How others are deployed, and what they tag, is their own affair. */
function accountView(account: ResolvedAccount): View {
  const { id, name, partition, region } = account;
  return (stack) => (stack.account === account ? account : { id, name, partition, region });
}

/** What a cluster is made of is its own stack's affair. */
function clusterView(cluster: ResolvedCluster): View {
  const { create, secretsStoreCsi: _, ...others } = cluster;
  const seen = { ...others, isCreated: create !== undefined };
  return ({ layer }) => (layer === "cluster" ? cluster : seen);
}

/** Readers are told of a secret what they read it by. */
function secretView({ grants: _, ...secret }: ResolvedSecret): View {
  const { description, extraPolicyStatements, rotation, sealed, tags, ...read } = secret;
  const { recoveryWindowInDays, ...seen } = read;
  return ({ layer }) => (layer === "secrets" ? secret : seen);
}

/** What pods do with what they read is no affair of the owners. */
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
