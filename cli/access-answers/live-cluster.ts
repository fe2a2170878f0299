import {
  DescribeAccessEntryCommand,
  EKSClient,
  ListAccessEntriesCommand,
  ListAssociatedAccessPoliciesCommand,
} from "@aws-sdk/client-eks";
import type { ResolvedCluster } from "eks-pod-secrets/grant";
import { inParallel } from "iam-proof/collections";
import type { AccountAccess } from "../aws/account-access";
import { clustersFrom, type GivenCluster } from "../changes/clusters-from";
import { COPYING, WHO_MAY } from "../changes/kubernetes-objects";
import type { Cluster } from "../changes/rbac/cluster";
import { withinCluster } from "../clusters/found-in-cluster";
import type { ReadObject } from "../clusters/kubernetes-objects";
import { AT_ONCE, ask, askAllPages, defineCall } from "../documents/live/live-call";

interface ReadClusters {
  clusters: string[];
}

/** Access entries have ARNs of their own. */
const toEntries = {
  resources: ({ clusters }: ReadClusters) =>
    clusters.map((arn) => `${arn.replace(":cluster/", ":access-entry/")}/*`),
};

/** All AWS calls that read who can enter a cluster. */
export const CLUSTER_CALLS = {
  listAccessEntries: defineCall(EKSClient, ListAccessEntriesCommand, {
    action: "eks:ListAccessEntries",
    resources: ({ clusters }: ReadClusters) => clusters,
    reason: "who enters a cluster",
    next: ({ nextToken }) => (nextToken ? { nextToken } : undefined),
  }),
  describeAccessEntry: defineCall(EKSClient, DescribeAccessEntryCommand, {
    ...toEntries,
    action: "eks:DescribeAccessEntry",
    reason: "as which user, and in which groups",
  }),
  listAssociatedAccessPolicies: defineCall(EKSClient, ListAssociatedAccessPoliciesCommand, {
    ...toEntries,
    action: "eks:ListAssociatedAccessPolicies",
    reason: "with which access policies",
    next: ({ nextToken }) => (nextToken ? { nextToken } : undefined),
  }),
};

const AWS_AUTH = "aws-auth";
const OPERATOR = "external-secrets.io";

/** What is listed in a cluster, by API group. Secrets are not listed, so that no value is read. */
const LISTED: Record<string, string[]> = {
  "": ["namespaces", "nodes", "pods", "serviceaccounts", "replicationcontrollers"],
  "rbac.authorization.k8s.io": ["roles", "clusterroles", "rolebindings", "clusterrolebindings"],
  apps: ["deployments", "daemonsets", "statefulsets", "replicasets"],
  batch: ["jobs", "cronjobs"],
  "admissionregistration.k8s.io": [
    ...["validatingwebhookconfigurations", "validatingadmissionpolicybindings"],
  ],
  "secrets-store.csi.x-k8s.io": ["secretproviderclasses"],
  [OPERATOR]: ["secretstores", "clustersecretstores", "externalsecrets"],
};

const PATHS = [
  ...Object.entries(LISTED).flatMap(([group, resources]) =>
    resources.map((one) => `${group ? `/apis/${group}` : "/api"}/v1/${one}`),
  ),
  `/api/v1/namespaces/kube-system/configmaps/${AWS_AUTH}`,
];

export interface ListRule {
  apiGroups: string[];
  resources: string[];
  resourceNames?: string[];
  verbs: string[];
}

/** The Kubernetes rights to list them. */
export const LIST_RULES: ListRule[] = [
  ...Object.entries(LISTED).map(([group, resources]) => ({
    apiGroups: [group],
    resources,
    verbs: ["list"],
  })),
  { apiGroups: [""], resources: ["configmaps"], resourceNames: [AWS_AUTH], verbs: ["get"] },
];

/** Reads the contents of a cluster without changing anything. Undefined if there is no such cluster or it is not ready. */
export async function liveCluster(
  cluster: ResolvedCluster,
  access: AccountAccess,
): Promise<Cluster | undefined> {
  const found = await withinCluster(cluster, access, async (_, described, read) => {
    const objects = await listedObjects(read);
    const authenticationMode = described.accessConfig?.authenticationMode ?? "CONFIG_MAP";
    const accessEntries =
      authenticationMode === "CONFIG_MAP" ? [] : await entriesOf(cluster.name, access);
    return clustersFrom({
      clusters: [{ arn: cluster.arn, authenticationMode, accessEntries, objects }],
    });
  });
  return found?.[0];
}

/** The objects and lists at `PATHS` that a cluster serves. */
export async function listedObjects(read: ReadObject): Promise<unknown[]> {
  // External Secrets served `v1beta1` alone before its version 0.16.
  const served = async (path: string) =>
    (await read(path)) ??
    (path.includes(OPERATOR) ? read(path.replace("/v1/", "/v1beta1/")) : undefined);
  const texts = await inParallel(PATHS, AT_ONCE, served);
  // All of these were asked for: a cluster that does not serve a list, or has no `aws-auth`, has none of them.
  const asked = [...WHO_MAY, ...COPYING, "ConfigMap"].map((kind) => ({ kind: `${kind}List` }));
  return [...asked, ...texts.flatMap((text) => (text === undefined ? [] : [JSON.parse(text)]))];
}

async function entriesOf(
  clusterName: string,
  access: AccountAccess,
): Promise<NonNullable<GivenCluster["accessEntries"]>> {
  const { describeAccessEntry, listAccessEntries, listAssociatedAccessPolicies } = CLUSTER_CALLS;
  const pages = await askAllPages(listAccessEntries, access, { clusterName });
  const principals = pages.flatMap(({ accessEntries = [] }) => accessEntries);
  return inParallel(principals, AT_ONCE, async (principalArn) => {
    const asked = { clusterName, principalArn };
    const { accessEntry } = await ask(describeAccessEntry, access, asked);
    const policies = await askAllPages(listAssociatedAccessPolicies, access, asked);
    const associatedAccessPolicies = policies.flatMap(({ associatedAccessPolicies: all = [] }) =>
      all.flatMap(({ accessScope, policyArn }) =>
        policyArn && accessScope?.type
          ? [{ policyArn, accessScope: { ...accessScope, type: accessScope.type } }]
          : [],
      ),
    );
    const { kubernetesGroups, type, username } = accessEntry ?? {};
    return { principalArn, type, username, kubernetesGroups, associatedAccessPolicies };
  });
}
