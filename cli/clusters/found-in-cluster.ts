import { posix } from "node:path";
import type { Cluster, EKS } from "@aws-sdk/client-eks";
import {
  isCreatedNamespace,
  type ResolvedCluster,
  type ResolvedReader,
} from "eks-pod-secrets/grant";
import { ROLE_ANNOTATION } from "eks-pod-secrets/manifest";
import { inParallel } from "iam-proof/collections";
import { contextMismatch } from "../../stacks/kubeconfig-context";
import type { AccountAccess } from "../aws/account-access";
import { isError } from "../aws/aws-error";
import {
  type AskedCluster,
  type ClusterCalls,
  callsOf,
  type ReadObject,
  readerOf,
} from "./kubernetes-objects";

/** What a cluster has that its readers need, whoever created it. */
export interface FoundInCluster {
  /** Why the inventory's kubeconfig context must not be used. */
  contextMismatch?: string;
  hasAgent: boolean;
  hasDriver: boolean;
  /** Those of the readers' namespaces that exist. */
  namespaces: ReadonlySet<string>;
  /** Those of them that an inventory's deployment created. */
  createdNamespaces: ReadonlySet<string>;
  /** Those of the readers' service accounts that exist, as `namespace/name`. */
  serviceAccounts: ReadonlySet<string>;
  /** The roles in their annotations, by `namespace/name`. */
  annotatedRoles: ReadonlyMap<string, string>;
  /** Those of the readers' SecretProviderClasses that exist, as `namespace/name`. */
  providerClasses: ReadonlySet<string>;
  /** Those of the readers' Deployments that exist, as `namespace/name`. */
  deployments: ReadonlySet<string>;
}

/** The most calls in flight for one cluster. */
const AT_ONCE = 8;

/** Name of the add-on with driver and ASCP. */
export const DRIVER_ADDON = "aws-secrets-store-csi-driver-provider";

/** Looks into a cluster without changing anything. Undefined if there is no such cluster or it is not ready. */
export async function foundInCluster(
  cluster: ResolvedCluster,
  readers: readonly ResolvedReader[],
  access: AccountAccess,
): Promise<FoundInCluster | undefined> {
  return withinCluster(cluster, access, async (eks, described, read) => {
    const mismatch = mismatchOf(cluster, described);
    return {
      ...(mismatch !== undefined && { contextMismatch: mismatch }),
      ...(await installed(eks, described, read)),
      ...(await made(readers, read)),
    };
  });
}

/** Why the inventory's kubeconfig context must not be used for a cluster, given EKS's description of it. */
export function mismatchOf(
  cluster: ResolvedCluster,
  { certificateAuthority: { data = "" } = {}, endpoint = "" }: Cluster,
): string | undefined {
  return contextMismatch(cluster, { endpoint, certificateAuthority: data });
}

/** The names, in different charts, of the role with which the driver copies secrets into Kubernetes Secrets. */
const SYNC_ROLES = ["secretprovidersyncing-role", "secrets-store-csi-driver-secret-syncing"];

/** Whether a cluster's driver may copy secrets into Kubernetes Secrets. */
export async function mayCopySecrets(
  cluster: ResolvedCluster,
  access: AccountAccess,
): Promise<boolean> {
  const roles = await withinCluster(cluster, access, (_, __, read) =>
    inParallel(SYNC_ROLES, AT_ONCE, (role) =>
      read(`/apis/rbac.authorization.k8s.io/v1/clusterroles/${role}`),
    ),
  );
  return roles?.some((role) => role !== undefined) ?? false;
}

/** Asks a cluster. Undefined if there is no such cluster or it is not ready. */
export async function withinCluster<Answer>(
  cluster: AskedCluster,
  access: AccountAccess,
  ask: (eks: EKS, described: Cluster, read: ReadObject, call: ClusterCalls) => Promise<Answer>,
): Promise<Answer | undefined> {
  const { EKS } = await import("@aws-sdk/client-eks");
  const eks = new EKS({ ...access, region: cluster.region });
  try {
    const described = await describe(eks, cluster.name);
    if (described?.status !== "ACTIVE" && described?.status !== "UPDATING") return undefined;
    const call = await callsOf(cluster, described, access);
    return await ask(eks, described, readerOf(cluster.id, call), call);
  } finally {
    eks.destroy();
  }
}

/** The service account of a reader, as `namespace/name`. */
export function serviceAccountOf({ namespace, serviceAccount }: ResolvedReader): string {
  return `${namespace}/${serviceAccount}`;
}

/** The SecretProviderClass of a reader, as `namespace/name`. */
export function providerClassOf({ namespace, secretProviderClass }: ResolvedReader): string {
  return `${namespace}/${secretProviderClass}`;
}

/** The Deployment of a reader that has one, as `namespace/name`. */
export function deploymentOf({ id, namespace }: ResolvedReader): string {
  return `${namespace}/${id}`;
}

async function describe(eks: EKS, name: string): Promise<Cluster | undefined> {
  try {
    return (await eks.describeCluster({ name })).cluster;
  } catch (error) {
    if (isError(error, "ResourceNotFoundException")) return undefined;
    throw error;
  }
}

/** Whether a cluster has the Pod Identity agent, and the driver. */
export async function installed(eks: EKS, { computeConfig, name }: Cluster, read: ReadObject) {
  const { addons = [] } = await eks.listAddons({ clusterName: name });
  const hasAgent =
    // Auto Mode has the agent built in.
    computeConfig?.enabled === true || addons.includes(AGENT) || (await hasOwnAgent(read));
  const hasDriver =
    addons.includes(DRIVER_ADDON) ||
    (await read("/apis/storage.k8s.io/v1/csidrivers/secrets-store.csi.k8s.io")) !== undefined;
  return { hasAgent, hasDriver };
}

/** Whether the agent is installed without the add-on. */
async function hasOwnAgent(read: ReadObject): Promise<boolean> {
  const list = await read("/apis/apps/v1/daemonsets");
  return list !== undefined && (JSON.parse(list).items as DaemonSet[]).some(runsAgent);
}

async function made(readers: readonly ResolvedReader[], read: ReadObject) {
  const there = async (names: string[], pathOf: (name: string) => string) => {
    const found = await inParallel(names, AT_ONCE, (name) => read(pathOf(name)));
    return new Map(names.flatMap((name, index) => (found[index] ? [[name, found[index]]] : [])));
  };
  const wanted = [...new Set(readers.map(({ namespace }) => namespace))];
  const namespaces = await there(wanted, (name) => `/api/v1/namespaces/${name}`);
  const created = [...namespaces].filter(([, text]) =>
    isCreatedNamespace(JSON.parse(text).metadata.labels),
  );
  const inside = readers.filter(({ namespace }) => namespaces.has(namespace));
  const texts = (root: string, plural: string, names: string[]) =>
    there(names, (one) => {
      const [namespace, name] = one.split("/");
      return `${root}/namespaces/${namespace}/${plural}/${name}`;
    });
  const objects = async (...of: Parameters<typeof texts>) => new Set((await texts(...of)).keys());
  const accounts = await texts("/api/v1", "serviceaccounts", inside.map(serviceAccountOf));
  const annotated = [...accounts].flatMap(([name, text]) => {
    const role = JSON.parse(text).metadata.annotations?.[ROLE_ANNOTATION];
    return typeof role === "string" ? [[name, role] as const] : [];
  });
  return {
    namespaces: new Set(namespaces.keys()),
    createdNamespaces: new Set(created.map(([name]) => name)),
    serviceAccounts: new Set(accounts.keys()),
    annotatedRoles: new Map(annotated),
    providerClasses: await objects(
      "/apis/secrets-store.csi.x-k8s.io/v1",
      "secretproviderclasses",
      inside.map(providerClassOf),
    ),
    deployments: await objects(
      "/apis/apps/v1",
      "deployments",
      inside.filter(({ deployment }) => deployment).map(deploymentOf),
    ),
  };
}

/** Name of the agent's add-on, chart, image and program. */
export const AGENT = "eks-pod-identity-agent";

/** The properties of a DaemonSet that tell which program it runs, and where. */
export interface DaemonSet {
  metadata?: { name: string; namespace?: string };
  spec?: {
    selector?: { matchLabels?: Record<string, string> };
    template?: { spec?: { containers?: Container[] } };
  };
  status?: { numberReady?: number };
}

interface Container {
  name?: string;
  image?: string;
  command?: string[];
}

/** Whether a DaemonSet runs the agent, whatever its name: a chart names it after the release, and a mirror may rename the image. */
export function runsAgent(set: DaemonSet): boolean {
  return runs(set, [AGENT]);
}

/** Whether a DaemonSet runs a program with one of these names, by its container, image or command. */
export function runs({ spec }: DaemonSet, names: readonly string[]): boolean {
  const containers = spec?.template?.spec?.containers ?? [];
  return containers.some(({ command = [], image = "", name = "" }) => {
    const [repository = ""] = posix.basename(image).split(/[:@]/);
    const found = [name, repository, ...command.map((one) => posix.basename(one))];
    return found.some((one) => names.includes(one));
  });
}
