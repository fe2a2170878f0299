import { type ApiClient, type KubernetesObject, untilTrue } from "./api-client";

const REPLICA_SETS = { apiVersion: "apps/v1", kind: "ReplicaSet" };
const PODS = { apiVersion: "v1", kind: "Pod" };

/** Waits until the controllers have made everything that a Deployment asks for, ready or not. */
export async function untilRolledOut(client: ApiClient, deployment: KubernetesObject) {
  await untilTrue(async () => {
    const found = await client.find(deployment);
    if (!found?.status) return false;
    const { metadata, spec, status } = found;
    const counts = [status.replicas, status.updatedReplicas];
    return (
      status.observedGeneration === metadata.generation && counts.every((n) => n === spec.replicas)
    );
  });
}

/** The pods of a Deployment: those of the ReplicaSets that it owns. */
export async function podsOf(
  client: ApiClient,
  deployment: KubernetesObject,
): Promise<KubernetesObject[]> {
  const { namespace } = deployment.metadata;
  const owned = async (kind: typeof PODS, owners: (KubernetesObject | undefined)[]) => {
    const uids = owners.map((one) => one?.metadata.uid);
    const all = await client.list(kind, namespace);
    return all.filter(({ metadata }) =>
      metadata.ownerReferences?.some(({ controller, uid }) => controller && uids.includes(uid)),
    );
  };
  return owned(PODS, await owned(REPLICA_SETS, [await client.find(deployment)]));
}

/** A pod without the volume that the API server gives every pod for its own token. */
export function asDeclared({ metadata, spec }: KubernetesObject) {
  const isDeclared = ({ name }: { name: string }) => !name.startsWith("kube-api-access-");
  const containers = spec.containers.map((one: { volumeMounts: { name: string }[] }) => ({
    ...one,
    volumeMounts: one.volumeMounts.filter(isDeclared),
  }));
  return { metadata, spec: { ...spec, containers, volumes: spec.volumes.filter(isDeclared) } };
}
