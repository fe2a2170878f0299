import type { ResolvedCluster } from "eks-pod-secrets/grant";
import type { HeldOfCluster } from "../../clusters/cluster-mismatches";
import type { ExportedResource } from "../backend/exported-state";

/** The inputs by which a cluster's parts are known. */
interface PartInputs {
  name?: string;
  addonName?: string;
  chart?: string;
  clusterName?: string;
  metadata?: { name?: string; namespace?: string };
}

/** What these stacks hold of a cluster, or were making when their last run was killed. */
export function heldOfCluster(
  { id, name }: ResolvedCluster,
  resources: readonly ExportedResource[],
): HeldOfCluster {
  const inputsOf = (type: string, isMeant: (one: ExportedResource) => boolean = () => true) =>
    resources
      .filter((one) => one.type === type && isMeant(one))
      .map(({ inputs }) => (inputs ?? {}) as PartInputs);
  // Its provider is named after the cluster.
  const inside = (type: string) =>
    inputsOf(type, ({ provider }) => provider?.split("::").at(-2) === id);
  const addons = inputsOf("aws:eks/addon:Addon")
    .filter(({ clusterName }) => clusterName === name)
    .map(({ addonName }) => addonName);
  const charts = inside("kubernetes:helm.sh/v3:Release").map(({ chart }) => chart);
  const objects = (type: string) => inside(type).map(({ metadata = {} }) => metadata);
  const namesIn = (type: string) =>
    new Set(objects(type).map((one) => `${one.namespace}/${one.name}`));
  return {
    cluster: inputsOf("aws:eks/cluster:Cluster").some((one) => one.name === name),
    agent: addons.includes("eks-pod-identity-agent"),
    driver:
      addons.includes("aws-secrets-store-csi-driver-provider") ||
      charts.includes("secrets-store-csi-driver"),
    namespaces: new Set(objects("kubernetes:core/v1:Namespace").map((one) => `${one.name}`)),
    serviceAccounts: namesIn("kubernetes:core/v1:ServiceAccount"),
    providerClasses: namesIn("kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass"),
    deployments: namesIn("kubernetes:apps/v1:Deployment"),
  };
}
