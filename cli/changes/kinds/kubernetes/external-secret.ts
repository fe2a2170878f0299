import { inCluster, kubernetesKind } from "../../kind";
import type { Store } from "../../rbac/cluster";
import { allOf, readersOfStore, secretNeeds } from "./copied-values";

const EXTERNAL = { group: "external-secrets.io", resource: "externalsecrets" };

/** Somebody makes the operator copy what its store may read into a Secret of their own. */
export const externalSecret = kubernetesKind({
  id: "create-external-secret",
  gives: "opens",
  title: "Have the External Secrets Operator copy a value",
  actions: ["create externalsecrets"],
  *tries(inside) {
    const { cluster, firstOf } = inside;
    const all = [...new Set(inside.accounts.map(({ namespace }) => namespace))];
    // A store of one's own reads as the operator does.
    const own = all.map((namespace): Store => ({ namespace, name: "attacker" }));
    for (const store of [...cluster.stores, ...own]) {
      for (const namespace of store.namespace === undefined ? all : [store.namespace]) {
        const make = own.includes(store)
          ? firstOf("create", { ...EXTERNAL, resource: "secretstores", namespace })
          : [];
        const write = firstOf("create patch update", { ...EXTERNAL, namespace });
        const read = secretNeeds(inside, namespace);
        if (!make || !write || !read) continue;
        const target = inCluster(cluster, `${store.name}, in namespace ${namespace}`);
        for (const { actor, more, worstCase } of readersOfStore(inside, store)) {
          const all = allOf({ needs: [...make, ...write], worstCase }, read);
          yield { ...all, target, variant: actor.key, more, becomes: [actor] };
        }
      }
    }
  },
});
