import { inCluster, kubernetesKind } from "../../kind";
import type { Cluster } from "../../rbac/cluster";
import { allOf, secretNeeds } from "./copied-values";
import { readersOfCopies } from "./store-readers";

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
  title: "Have the driver copy what the reader's role reads",
  actions: ["patch secretproviderclasses"],
  *tries(inside) {
    const { cluster, firstOf } = inside;
    if (!mayCopy(cluster)) return;
    for (const copies of cluster.copies.filter(({ store }) => !store)) {
      const { name, namespace } = copies;
      const change = firstOf("patch update", { ...CLASSES, namespace, name });
      const read = secretNeeds(inside, namespace);
      const target = inCluster(cluster, `SecretProviderClass ${namespace}/${name}`);
      for (const { actor, more } of readersOfCopies(inside, copies)) {
        const all = allOf({ needs: change }, read);
        yield { ...all, target, variant: actor.key, more, becomes: [actor] };
      }
    }
  },
});
