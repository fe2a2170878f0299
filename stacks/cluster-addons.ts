import * as pulumi from "@pulumi/pulumi";

import type { ClusterCreation, ResolvedCluster } from "eks-pod-secrets/grant";
import { NEWEST } from "eks-pod-secrets/rules";
import { type HeldResources, heldOutputs } from "./held-resources";

/** Versions of the add-ons that `@pulumi/eks` installs, by their names. */
type AddonVersions = NonNullable<ClusterCreation["addons"]>;

/**
 * What `@pulumi/eks` is told; where a version is undefined, it takes the newest for the cluster's Kubernetes version. Unless the
 * inventory says otherwise, an add-on keeps its version until the Kubernetes version is another.
 */
export function addonVersions(cluster: ResolvedCluster, held: HeldResources): AddonVersions {
  const kept = isSettled(cluster, held) ? heldVersions(cluster, held) : {};
  const { addons = {} } = cluster.create ?? {};
  const versionOf = (addon: keyof AddonVersions) => {
    const version = addons[addon] ?? kept[addon];
    return version === NEWEST ? undefined : version;
  };
  return { "kube-proxy": versionOf("kube-proxy"), "vpc-cni": versionOf("vpc-cni") };
}

/** Records, once the add-ons have their versions, for which Kubernetes version that is: after a run that fails, the next chooses anew. */
export function recordAddons(
  { id }: ResolvedCluster,
  kubernetesVersion: pulumi.Output<string>,
): void {
  new pulumi.Stash(recordName(id), { input: kubernetesVersion });
}

/** Whether the add-ons were chosen for the Kubernetes version that the cluster is to have. */
function isSettled({ create, id, name }: ResolvedCluster, held: HeldResources): boolean {
  const cluster = Object.values(held).find(
    ({ outputs, type }) => type === "aws:eks/cluster:Cluster" && outputs?.name === name,
  );
  const recorded = heldOutputs(held, "pulumi:index:Stash", recordName(id))?.input;
  return recorded !== undefined && recorded === (create?.version ?? cluster?.outputs?.version);
}

function heldVersions({ name }: ResolvedCluster, held: HeldResources): AddonVersions {
  const addons = Object.values(held).filter(
    ({ outputs, type }) => type === "aws:eks/addon:Addon" && outputs?.clusterName === name,
  );
  return Object.fromEntries(
    addons.map(({ outputs }) => [outputs?.addonName, outputs?.addonVersion]),
  );
}

function recordName(id: string): string {
  return `${id}-addons`;
}
