import {
  accountTitle,
  clusterName,
  type LandingZone,
  parseArn,
  type ResolvedAccount,
  type ResolvedReader,
  type ResolvedRole,
  stackName,
} from "../grant";
import { clusterOf, type HeldResource, nameIn, outputsIn, regionOf } from "./deployed-values";
import { roleBeside } from "./loss";

const TYPES = {
  role: "aws:iam/role:Role",
  alias: "aws:kms/alias:Alias",
  secret: "aws:secretsmanager/secret:Secret",
  association: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
  providerClass: "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass",
} as const;

/** A name that only one thing can have: AWS or Kubernetes refuses to create a second one. */
interface UniqueName {
  type: keyof typeof TYPES | "cluster";
  /** Id of the account. */
  account: string;
  region: string;
  /** The cluster's name, for what is in a cluster. */
  cluster?: string;
  /** The name. For an association, `namespace/serviceAccount`; for a SecretProviderClass, `namespace/name`. */
  name: string;
}

/** What has a name, or is going to have it. */
interface Holder {
  stack: string;
  /** What the inventory calls it, such as `reader web`; undefined if unknown. */
  holder?: string;
  /** The path and name, for a role. */
  role?: string;
}

/** A name under which a stack makes something by the inventory. */
export interface NeededName extends UniqueName, Holder {
  /** Name of the reader that it belongs to, if any. */
  reader?: string;
  /** For a role, the inventory key that sets its name. */
  roleKey?: string;
}

/** Names that are taken, with what has each. */
export type HeldNames = ReadonlyMap<string, Holder>;

/** A key that is different for each name. Roles are unique in an account across all regions, whatever their paths and letter case. */
export function nameKey({ account, cluster = "", name, region, type }: UniqueName): string {
  if (type === "role") return `${type} ${account} ${name.toLowerCase()}`;
  return `${type} ${account} ${region} ${cluster} ${name}`;
}

/** The names that an inventory's stacks need, one after the other: a thousand accounts have many. */
export function* neededNames(zone: LandingZone): Generator<NeededName> {
  const used = new Set(zone.readers.map(({ cluster }) => cluster.id));
  for (const { account, create, id, name, region, secretsStoreCsi } of zone.clusters) {
    if (!create && !used.has(id) && secretsStoreCsi.install === "existing") continue;
    const stack = stackName(account, "cluster");
    yield { type: "cluster", account: account.id, region, name, stack, holder: `cluster ${id}` };
  }
  for (const { account, alias, id, region } of zone.keys) {
    if (alias === undefined) continue;
    const place = { account: account.id, region, stack: stackName(account, "secrets") };
    yield { ...place, type: "alias", name: `alias/${alias}`, holder: `key ${id}` };
  }
  for (const { account, existingArn, id, name, region } of zone.secrets) {
    if (existingArn !== undefined) continue;
    const place = { account: account.id, region, stack: stackName(account, "secrets") };
    yield { ...place, type: "secret", name, holder: `secret ${id}` };
  }
  for (const reader of zone.readers) yield* namesOfReader(reader);
}

function* namesOfReader(reader: ResolvedReader): Generator<NeededName> {
  const { cluster, id, namespace, role, secretProviderClass, serviceAccount, targetRole } = reader;
  const { account, region } = cluster;
  const own = { reader: id, holder: `reader ${id}`, stack: stackName(account, "workloads") };
  const inCluster = { ...own, account: account.id, region, cluster: cluster.name };
  const ofRole = ({ name, path }: ResolvedRole, roleKey: string) => ({
    ...own,
    type: "role" as const,
    account: account.id,
    region,
    name,
    role: path + name,
    roleKey,
  });
  yield ofRole(role, "roleName");
  yield { ...inCluster, type: "association", name: `${namespace}/${serviceAccount}` };
  yield { ...inCluster, type: "providerClass", name: `${namespace}/${secretProviderClass}` };
  if (!targetRole) return;
  yield {
    ...ofRole(targetRole, "targetRoleName"),
    ...{ account: targetRole.account.id, stack: stackName(targetRole.account, "secrets") },
  };
}

/** The names that an inventory gives to what its stacks create. */
export function namesOfInventory(zone: LandingZone): HeldNames {
  const names = new Map<string, Holder>();
  for (const one of neededNames(zone)) {
    const { holder, role, stack } = one;
    names.set(nameKey(one), { stack, holder, ...(role && { role }) });
  }
  return names;
}

/** The ARNs of clusters, by what the inventory calls them, that their stack told at its last run. */
export function clusterArns(resources: readonly HeldResource[]): Record<string, string> {
  const { clusters = {} } = outputsIn(resources);
  return Object.fromEntries(
    Object.entries(clusters as Record<string, { arn: string }>).map(([id, { arn }]) => [id, arn]),
  );
}

/** The names of what a stack holds, or was creating when its last run was killed. `clusters`: their ARNs, for readers without an association. */
export function namesOfState(
  stack: string,
  account: Pick<ResolvedAccount, "id" | "region">,
  resources: readonly HeldResource[],
  clusters: Readonly<Record<string, string>> = {},
): HeldNames {
  // The association of its reader tells the cluster of a SecretProviderClass.
  const associations = new Map(
    resources
      .filter(({ type }) => type === TYPES.association)
      .map((one) => [holderOf(one), clusterIn(one, account)]),
  );
  return new Map(
    resources.flatMap((resource) => {
      const named = nameOf(resource);
      if (!named) return [];
      const holder = holderOf(resource);
      const id = clusterOf(resource);
      const place =
        named.type === "providerClass"
          ? (associations.get(holder) ?? placeOfCluster(clusters[id ?? ""]))
          : clusterIn(resource, account);
      if (!place) return [];
      const { role, type } = named;
      const key = nameKey({ ...place, ...named, account: account.id });
      const own = [key, { stack, holder, ...(role && { role }) }] as const;
      if (type !== "providerClass" || id === undefined) return [own];
      // Without this, a cluster that is renamed in the inventory would make its own objects look like somebody else's.
      const cluster = { type: "cluster" as const, account: account.id, name: place.cluster ?? "" };
      const taken = { stack: stack.replace(/workloads$/, "cluster"), holder: `cluster ${id}` };
      return [own, [nameKey({ ...place, ...cluster, cluster: "" }), taken] as const];
    }),
  );
}

function placeOfCluster(arn: string | undefined) {
  return arn === undefined
    ? undefined
    : { region: parseArn(arn)?.region ?? "", cluster: clusterName(arn) };
}

/** The properties of a resource. One that a killed run was creating has no outputs yet. */
function propertiesOf({ inputs, outputs }: HeldResource): Record<string, unknown> {
  return { ...inputs, ...outputs };
}

function nameOf(
  resource: HeldResource,
): (Pick<UniqueName, "cluster" | "name" | "type"> & Pick<Holder, "role">) | undefined {
  const {
    arn,
    clusterName,
    metadata = {},
    name,
    namespace,
    path = "/",
    serviceAccount,
  } = propertiesOf(resource);
  switch (resource.type) {
    // A cluster has each add-on only once, and a cluster that is renamed in the inventory would get it again.
    case "aws:eks/addon:Addon":
      return { type: "cluster", name: `${clusterName}`, cluster: "" };
    case TYPES.role: {
      const own = `${name ?? `${arn}`.split("/").at(-1)}`;
      const role = `${arn}`.split(":role")[1] ?? `${path}${own}`;
      return { type: "role", name: own, role };
    }
    case TYPES.alias:
      return { type: "alias", name: `${name}` };
    case TYPES.secret:
      return { type: "secret", name: `${name}` };
    case TYPES.association:
      return { type: "association", name: `${namespace}/${serviceAccount}` };
    case TYPES.providerClass: {
      const object = metadata as Record<string, unknown>;
      return { type: "providerClass", name: `${object.namespace}/${object.name}` };
    }
    default:
      return undefined;
  }
}

/** What the inventory called a resource, derived from the resource's name. */
function holderOf({ urn }: HeldResource): string | undefined {
  if (urn.includes(":SecretsStoreCsi$")) {
    return `cluster ${nameIn(urn).replace(/-(?:agent|driver)$/, "")}`;
  }
  const [, id, part] = /^(.+)-(role|association|provider-class|secret)$/.exec(nameIn(urn)) ?? [];
  if (!/eks-pod-secrets:index:Pod(?:Reader|TargetRole|Secret)\$|:SecretMount\$/.test(urn))
    return undefined;
  return id && `${part === "secret" ? "secret" : "reader"} ${id}`;
}

/** The region of a resource, and its cluster. */
function clusterIn(resource: HeldResource, { region }: Pick<ResolvedAccount, "region">) {
  const { arn, associationArn = arn, clusterName } = propertiesOf(resource);
  return {
    region: parseArn(`${associationArn}`)?.region || (regionOf(resource) ?? region),
    ...(typeof clusterName === "string" && { cluster: clusterName }),
  };
}

/**
 * Names that cannot be created yet: another entry of the inventory still holds the name, or a role with it has another path. One
 * sentence each. This includes two readers that swap names: a run would first have to take both names away.
 */
export function renamed(held: HeldNames, needed: Iterable<NeededName>): string[] {
  const known: { one: NeededName; was: Holder }[] = [];
  const holders = new Set<string | undefined>();
  for (const one of needed) {
    holders.add(one.holder);
    const was = held.get(nameKey(one));
    if (was && (was.holder !== one.holder || was.stack !== one.stack || was.role !== one.role)) {
      known.push({ one, was });
    }
  }
  const sameNamed = known.flatMap(({ one, was }) => {
    if (!was.role || was.role === one.role || labelOf(was) !== labelOf(one)) return [];
    return `${labelOf(one)}: ${roleBeside(was.role, one.role)}; write another ${one.roleKey} under readers.${one.reader} as well`;
  });
  const taking = known.flatMap(({ one, was }) => {
    if (was.holder === undefined || labelOf(was) === labelOf(one)) return [];
    return [{ one, was, reader: was.stack === one.stack ? one.reader : undefined }];
  });
  const readers = [...new Set(taking.flatMap(({ reader }) => reader ?? []))];
  const sentences = taking.map(({ one, reader, was }) => {
    const isThere = reader !== undefined && holders.has(was.holder) && was.holder !== one.holder;
    const says = isThere
      ? `takes the role, the service account or the SecretProviderClass of ${labelOf(was)}, and cannot be made while that has it: keep what each has`
      : `is ${labelOf(was)} by another name, and cannot be made while that is there: keep the name`;
    return `${labelOf(one)} ${says}${reader === undefined ? "" : `, ${inTwoSteps(readers)}`}`;
  });
  return [...new Set([...sameNamed, ...sentences])];
}

function labelOf({ holder, stack }: Holder): string {
  return `${holder} of ${stack}`;
}

/** How to give readers the names of others, with two inventories in turn. */
function inTwoSteps(readers: readonly string[]): string {
  const entries = readers.map((id) => `readers.${id}`).join(" and ");
  return `or deploy two inventories in turn: first this one without ${entries}, and then this one; in between the pods of ${readers.join(" and ")} cannot read`;
}

/** Says that an account already has something with a name that a stack needs, and what to do. `words`: what the account has. */
export function takenName(
  needed: NeededName,
  account: ResolvedAccount,
  { isDeleted, words }: { isDeleted?: true; words: string },
): string {
  const { holder = "", stack } = needed;
  const says = `account ${accountTitle(account)} has ${words}`;
  const instead = insteadOf(needed);
  if (!isDeleted) return `${says}, which stack ${stack} did not make: ${instead}`;
  const restore = `run eks-pod-secrets restore ${holder.replace("secret ", "")}`;
  return `${says}, whose name stack ${stack} needs: to take it back with its value, ${restore}; where it is somebody else's, ${instead}`;
}

/** What to do where somebody else has the name. */
function insteadOf({ holder = "", reader, roleKey, type }: NeededName): string {
  switch (type) {
    case "alias":
      return "write another alias, or, to use the key that exists, its ARN as key";
    case "secret":
      return `write another name under ${holder.replace("secret ", "secrets.")}, or existing: true and its arn (in another entry, if the stack made one of this name before)`;
    case "role":
      return `write another ${roleKey} under readers.${reader}, or delete the role`;
    default:
      return `write another serviceAccount under readers.${reader}, or delete the association`;
  }
}
