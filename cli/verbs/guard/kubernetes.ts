import type { LandingZone, ResolvedCluster } from "eks-pod-secrets/grant";
import { givenClusters } from "../../access-answers/given-clusters";
import type { Binding, Cluster } from "../../changes/rbac/cluster";
import { decide } from "../../changes/rbac/decide";
import { attemptText, type ResourceAttempt } from "../../changes/rbac/rule";
import type { SourceDocuments } from "../../documents/source-documents";
import { admissionPolicies, type Named } from "../../guard/admission-policies";
import type { GuardAnswer } from "./shape";

type ClusterGuard = NonNullable<GuardAnswer["kubernetes"]>[number];

/** The admission policies of each cluster with readers, and the bindings that bypass them. */
export async function clusterGuards(
  source: SourceDocuments,
  named: Named,
  files: readonly string[],
): Promise<ClusterGuard[]> {
  const { zone } = source;
  if (!zone) return [];
  const { clusters } = await givenClusters(source, files);
  return zone.clusters.flatMap((cluster) => {
    const objects = admissionPolicies(zone, cluster, named);
    if (objects.length === 0) return [];
    const known = clusters.find(({ arn }) => arn === cluster.arn);
    return {
      cluster: cluster.arn,
      objects: objects.map((one) => ({ ...one })),
      ...(known && { bindings: looseBindings(zone, cluster, known, named) }),
    };
  });
}

const RBAC = "rbac.authorization.k8s.io";

/**
 * Rights that give access to a namespace's secrets: no admission policy can see whose pod it is, or it is another way to create
 * pods.
 */
const ATTEMPTS: [verb: string, resource: string, group?: string][] = [
  ["create", "pods"],
  ["create", "deployments", "apps"],
  ["patch", "deployments", "apps"],
  ["create", "jobs", "batch"],
  ["create", "pods/exec"],
  ["create", "pods/attach"],
  ["patch", "pods/ephemeralcontainers"],
  ["create", "serviceaccounts/token"],
  ["impersonate", "serviceaccounts"],
  ["patch", "secretproviderclasses", "secrets-store.csi.x-k8s.io"],
  ["create", "rolebindings", RBAC],
  ["bind", "clusterroles", RBAC],
  ["escalate", "clusterroles", RBAC],
  ["get", "nodes/proxy"],
];

/** Bindings that give somebody else one of these rights, without Kubernetes's and EKS's own. */
function looseBindings(
  { readers }: LandingZone,
  cluster: ResolvedCluster,
  read: Cluster,
  named: Named,
): NonNullable<ClusterGuard["bindings"]> {
  const namespaces = [
    ...new Set(readers.filter((one) => one.cluster === cluster).map(({ namespace }) => namespace)),
  ].sort();
  const attempts = namespaces.flatMap((namespace) =>
    ATTEMPTS.map(([verb, resource, group]): ResourceAttempt => {
      return { verb, resource, namespace, ...(group && { group }) };
    }),
  );
  return read.bindings.flatMap((binding) => {
    if (/^(system|eks):/.test(binding.name)) return [];
    const subjects = binding.subjects.filter((one) => !isNamed(one, named));
    const gives = attempts.filter((attempt) =>
      subjects.some((one) => isGiven(read, binding, one, attempt)),
    );
    if (gives.length === 0) return [];
    const { name, namespace } = binding;
    return {
      binding:
        namespace === undefined
          ? `ClusterRoleBinding ${name}`
          : `RoleBinding ${name} of ${namespace}`,
      subjects: subjects.map((one) => `${one.kind} ${userOf(one)}`),
      gives: gives.map(attemptText),
    };
  });
}

type Subject = Binding["subjects"][number];

function isGiven(
  read: Cluster,
  binding: Binding,
  subject: Subject,
  attempt: ResourceAttempt,
): boolean {
  const isGroup = subject.kind === "Group";
  const user = {
    cluster: read.arn,
    username: isGroup ? "" : userOf(subject),
    groups: isGroup ? [subject.name] : [],
  };
  return decide({ ...read, bindings: [binding], accessEntries: [] }, user, attempt).allowed;
}

function userOf({ kind, name, namespace }: Subject): string {
  return kind === "ServiceAccount" ? `system:serviceaccount:${namespace}:${name}` : name;
}

function isNamed(subject: Subject, { groups, users }: Named): boolean {
  return (subject.kind === "Group" ? groups : users).includes(userOf(subject));
}
