import { type World, waysToRead } from "iam-proof";
import { getOrMake } from "iam-proof/collections";
import { givenClusters } from "../../access-answers/given-clusters";
import { worldOf } from "../../access-answers/through-changes";
import { KUBERNETES_KINDS } from "../../changes/kinds";
import type { Binding, Cluster } from "../../changes/rbac/cluster";
import { kubernetesActor } from "../../changes/users";
import { withClusters } from "../../changes/world";
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
  const { clusters, reasons } = await givenClusters(source, files);
  const world = worldOf(source);
  return zone.clusters.flatMap((cluster) => {
    const objects = admissionPolicies(zone, cluster, named);
    if (objects.length === 0) return [];
    const known = clusters.find(({ arn }) => arn === cluster.arn);
    return {
      cluster: cluster.arn,
      objects: objects.map((one) => ({ ...one })),
      ...(known && {
        bindings: looseBindings(world, known, named),
        unread: reasons.filter((one) => one.includes(known.arn)),
      }),
    };
  });
}

type Subject = Binding["subjects"][number];

/**
 * Bindings by which others come to read through changes in the cluster, whatever admission stops of these: each by its own rights
 * or, where somebody needs several, all of theirs.
 */
export function looseBindings(
  world: World,
  cluster: Cluster,
  named: Named,
): NonNullable<ClusterGuard["bindings"]> {
  const bound = new Map<string, Binding[]>();
  for (const binding of cluster.bindings) {
    for (const subject of binding.subjects.filter((one) => !isSpared(one, binding, named))) {
      getOrMake(bound, nameOf(subject), () => []).push(binding);
    }
  }
  const gives = (own: readonly Binding[]) => firstAttempts(world, cluster, new Set(own));
  const loose = new Map<Binding, { subjects: string[]; gives: string[] }>();
  for (const [name, own] of readingOf([...bound], gives)) {
    const each = own.map((binding) => ({ binding, attempts: gives([binding]) }));
    const needsAll = each.every(({ attempts }) => attempts.length === 0);
    for (const { attempts, binding } of each) {
      const found = needsAll ? gives(own) : attempts;
      if (found.length === 0) continue;
      const known = getOrMake(loose, binding, () => ({ subjects: [], gives: [] }));
      known.subjects.push(name);
      known.gives.push(...found.filter((one) => !known.gives.includes(one)));
    }
  }
  return [...loose].map(([{ name, namespace }, found]) => ({
    binding:
      namespace === undefined
        ? `ClusterRoleBinding ${name}`
        : `RoleBinding ${name} of ${namespace}`,
    ...found,
  }));
}

type Bound = [name: string, own: Binding[]];

/** Those of the subjects who come to read. Where the rights of many together lead nowhere, none of them is looked at alone. */
function readingOf(all: Bound[], gives: (own: Binding[]) => string[]): Bound[] {
  if (gives(all.flatMap(([, own]) => own)).length === 0) return [];
  if (all.length < 2) return all;
  const middle = Math.ceil(all.length / 2);
  return [all.slice(0, middle), all.slice(middle)].flatMap((part) => readingOf(part, gives));
}

/** Somebody with the rights of the bindings that are looked at, and no others. */
const TRIED = { kind: "Group", name: "tried by the guard" };

/** What somebody with the rights of these bindings does first to come to read. Empty if nothing leads there. */
function firstAttempts(world: World, cluster: Cluster, own: ReadonlySet<Binding>): string[] {
  const bindings = cluster.bindings.map((one) =>
    own.has(one) ? { ...one, subjects: [...one.subjects, TRIED] } : one,
  );
  const user = { cluster: cluster.arn, username: "", groups: [TRIED.name] };
  const { ways } = waysToRead(withClusters(world, [{ ...cluster, bindings }]), {
    kinds: KUBERNETES_KINDS,
    starts: [kubernetesActor(user)],
  });
  const calls = ways.flatMap(({ steps }) => steps[0]?.calls ?? []);
  const attempts = calls.flatMap((one) => ("other" in one ? one.other : []));
  return [...new Set(attempts.flatMap((one) => /^(.*), as /.exec(one)?.[1] ?? []))];
}

/** The subject as the API server knows it. */
function nameOf({ kind, name, namespace }: Subject): string {
  return kind === "ServiceAccount"
    ? `ServiceAccount system:serviceaccount:${namespace}:${name}`
    : `${kind} ${name}`;
}

/** Whether the guard names the subject, or it is a part of Kubernetes or of EKS. */
function isSpared(subject: Subject, { name }: Binding, { groups, users }: Named): boolean {
  const { kind } = subject;
  const user = nameOf(subject).slice(kind.length + 1);
  if ((kind === "Group" ? groups : users).includes(user)) return true;
  const isOpenToMany = /^system:(un)?authenticated$|^system:serviceaccounts/.test(user);
  if (kind !== "ServiceAccount") return /^(system|eks):/.test(user) && !isOpenToMany;
  return /^(system|eks):/.test(name) && subject.namespace === "kube-system";
}
