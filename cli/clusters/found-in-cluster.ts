import type { Cluster, EKS } from "@aws-sdk/client-eks";

import type { ResolvedCluster, ResolvedReader } from "../../sdk/grant";
import type { AccountAccess } from "../aws/account-access";
import { isError } from "../aws/aws-error";
import { inParallel } from "../aws/in-parallel";
import { type HasObject, objectsOf } from "./kubernetes-objects";

/** What a cluster has of what its readers need, whoever made it. */
export interface FoundInCluster {
  hasAgent: boolean;
  hasDriver: boolean;
  /** Of the readers' namespaces. */
  namespaces: ReadonlySet<string>;
  /** Of the readers' service accounts, as `namespace/name`. */
  serviceAccounts: ReadonlySet<string>;
}

/** Calls in flight for one cluster. */
const AT_ONCE = 8;

const AGENT = "eks-pod-identity-agent";
const DRIVER = "aws-secrets-store-csi-driver-provider";

/** Looks into a cluster; undefined where there is none that is ready. It changes nothing. */
export async function foundInCluster(
  cluster: ResolvedCluster,
  readers: readonly ResolvedReader[],
  access: AccountAccess,
): Promise<FoundInCluster | undefined> {
  const { EKS } = await import("@aws-sdk/client-eks");
  const eks = new EKS({ ...access, region: cluster.region });
  try {
    const described = await describe(eks, cluster.name);
    if (described?.status !== "ACTIVE" && described?.status !== "UPDATING") return undefined;
    const hasObject = await objectsOf(cluster, described, access);
    return { ...(await installed(eks, described, hasObject)), ...(await made(readers, hasObject)) };
  } finally {
    eks.destroy();
  }
}

/** The service account of a reader, as `namespace/name`. */
export function serviceAccountOf({ namespace, serviceAccount }: ResolvedReader): string {
  return `${namespace}/${serviceAccount}`;
}

async function describe(eks: EKS, name: string): Promise<Cluster | undefined> {
  try {
    return (await eks.describeCluster({ name })).cluster;
  } catch (error) {
    if (isError(error, "ResourceNotFoundException")) return undefined;
    throw error;
  }
}

async function installed(eks: EKS, { computeConfig, name }: Cluster, hasObject: HasObject) {
  const { addons = [] } = await eks.listAddons({ clusterName: name });
  const hasAgent =
    // Auto Mode has it built in.
    computeConfig?.enabled === true ||
    addons.includes(AGENT) ||
    (await hasObject(`/apis/apps/v1/namespaces/kube-system/daemonsets/${AGENT}`));
  const hasDriver =
    addons.includes(DRIVER) ||
    (await hasObject("/apis/storage.k8s.io/v1/csidrivers/secrets-store.csi.k8s.io"));
  return { hasAgent, hasDriver };
}

async function made(readers: readonly ResolvedReader[], hasObject: HasObject) {
  const there = async (names: string[], pathOf: (name: string) => string) => {
    const found = await inParallel(names, AT_ONCE, (name) => hasObject(pathOf(name)));
    return new Set(names.filter((_, index) => found[index]));
  };
  const wanted = [...new Set(readers.map(({ namespace }) => namespace))];
  const namespaces = await there(wanted, (name) => `/api/v1/namespaces/${name}`);
  const accounts = readers.filter(({ namespace }) => namespaces.has(namespace));
  const serviceAccounts = await there(accounts.map(serviceAccountOf), (account) => {
    const [namespace, name] = account.split("/");
    return `/api/v1/namespaces/${namespace}/serviceaccounts/${name}`;
  });
  return { namespaces, serviceAccounts };
}
