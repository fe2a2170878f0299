import { inCluster, kubernetesKind } from "../../kind";
import type { Cluster } from "../../rbac/cluster";
import { readersOfCopies, secretNeeds } from "./copied-values";

const CLASSES = { group: "secrets-store.csi.x-k8s.io", resource: "secretproviderclasses" };

/** Roles that the driver's charts create so that it can write Secrets. */
const SYNC_ROLES = ["secretprovidersyncing-role", "secrets-store-csi-driver-secret-syncing"];

function mayCopy({ roles }: Cluster): boolean {
  return roles.some(({ name }) => SYNC_ROLES.includes(name));
}

/** Somebody adds objects to a class that pods mount, and makes the driver copy them into a Secret that they may read. */
export const changeClass = kubernetesKind({
  id: "change-provider-class",
  gives: "opens",
  about: {
    title: "Have the driver copy what the reader's role reads",
    pages: ["https://secrets-store-csi-driver.sigs.k8s.io/topics/sync-as-kubernetes-secret"],
    prerequisites:
      "The right to patch or update a SecretProviderClass of the reader's namespace, or to create one and a pod; the right to read a Secret there; and a driver that may write Secrets.",
    fix: "Let only the deployers change SecretProviderClasses, and install the driver without syncSecret.",
    events: ["audit: patch secretproviderclasses"],
    coverage: "partial",
    lacks: "A class that nothing mounts yet, with a new pod: create-pod finds that.",
  },
  *tries(inside) {
    const { cluster, firstOf } = inside;
    if (!mayCopy(cluster)) return;
    for (const copies of cluster.copies.filter(({ store }) => !store)) {
      const { name, namespace } = copies;
      const change = firstOf("patch update", { ...CLASSES, namespace, name });
      const read = secretNeeds(inside, namespace);
      const needs = change && read && [...change, ...read];
      const target = inCluster(cluster, `SecretProviderClass ${namespace}/${name}`);
      for (const one of readersOfCopies(inside, copies))
        yield { ...one, target, variant: one.actor.key, needs, becomes: [one.actor] };
    }
  },
});
