import type { AssociationDocuments } from "eks-pod-secrets/access";
import type { World } from "iam-proof";
import { getOrMake, memoize } from "iam-proof/collections";
import { type Cluster, type Named, NODES } from "./rbac/cluster";
import { documentsOf, rolesNaming } from "./world";

/** The associations that give pods of a cluster a role now, and the roles that accept the pods' own tokens. */
export function associationsOf(world: World, cluster: Cluster): AssociationDocuments[] {
  return getOrMake(associationsIn(world.documents), cluster, () => [
    ...ownAssociations(world, cluster),
    ...tokenAssociations(world, cluster),
  ]);
}

const associationsIn = memoize((_: object) => new Map<Cluster, AssociationDocuments[]>());

function ownAssociations({ documents }: World, { arn }: Cluster): AssociationDocuments[] {
  const all = (documents.associations ?? []) as AssociationDocuments[];
  return all.filter((one) => one.clusterArn === arn && !one.former);
}

/** Roles whose trust policies may accept tokens of the cluster's service accounts, declared or not. */
function tokenAssociations(world: World, cluster: Cluster): AssociationDocuments[] {
  const { oidcProviders } = world.documents;
  const providers = (oidcProviders ?? []).flatMap((one) => one.providers);
  const own = providers.filter(({ clusterArn }) => clusterArn === cluster.arn);
  return own.flatMap(({ arn: provider, audiences: [audience = "sts.amazonaws.com"] }) =>
    rolesNaming(world, provider).flatMap(({ arn: roleArn, trust }) => {
      const text = JSON.stringify(trust);
      const isOpen = /[*?]/.test(text) || !/:sub"/i.test(text);
      return accountsOf(world, cluster)
        .filter(({ name, namespace }) => isOpen || text.includes(`${namespace}:${name}`))
        .map(({ name: serviceAccount, namespace }) => ({
          ...{ clusterArn: cluster.arn, namespace, serviceAccount, roleArn },
          webIdentity: {
            ...{ provider, audience },
            subject: `system:serviceaccount:${namespace}:${serviceAccount}`,
          },
        }));
    }),
  );
}

/** ARNs of the roles of a cluster's nodes. */
export function nodeRoles({ accessEntries, awsAuth }: Cluster): string[] {
  const mapped = awsAuth.filter(({ groups }) => groups.includes(NODES)).map(({ arn }) => arn);
  const entries = accessEntries.filter((one) => one.kubernetesGroups.includes(NODES));
  return [...new Set([...entries.map((one) => one.principalArn), ...mapped])];
}

/** The service accounts with rights or roles of their own, one with a pod in each namespace, and each `default`. */
export function accountsOf(world: World, cluster: Cluster): Named[] {
  const associations = documentsOf(world).associations ?? NONE;
  const known = accountsByAssociations(cluster);
  return getOrMake(known, associations, () => {
    const bound = cluster.bindings.flatMap(({ namespace, subjects }) =>
      subjects
        .filter(({ kind }) => kind === "ServiceAccount")
        .map((one) => ({ name: one.name, namespace: one.namespace ?? namespace ?? "" })),
    );
    const associated = ownAssociations(world, cluster).map((one) => ({
      ...{ namespace: one.namespace, name: one.serviceAccount },
    }));
    // One account that has a pod in each namespace, for callers that need any pod.
    const seen = [...cluster.workloads, ...(cluster.pods ?? [])];
    const others = new Map(seen.map((pod) => [pod.namespace, pod]));
    const anyPod = [...others.values()].map((one) => ({
      ...{ namespace: one.namespace, name: one.serviceAccount },
    }));
    const given = [...(cluster.namespaces ?? []).map(({ name }) => name), "kube-system"];
    const namespaces = [...cluster.serviceAccounts, ...associated, ...cluster.bindings].flatMap(
      ({ namespace }) => namespace ?? [],
    );
    const defaults = [...new Set([...given, ...namespaces])];
    const all = [
      ...associated,
      ...bound,
      ...anyPod,
      ...defaults.map((namespace) => ({ namespace, name: "default" })),
    ];
    return [...new Map(all.map((one) => [`${one.namespace}/${one.name}`, one])).values()];
  });
}

const NONE: never[] = [];
const accountsByAssociations = memoize((_: Cluster) => new Map<object, Named[]>());
