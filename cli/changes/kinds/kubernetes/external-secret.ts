import { inCluster, kubernetesKind } from "../../kind";
import { readersOfStore, secretNeeds } from "./copied-values";

const EXTERNAL = { group: "external-secrets.io", resource: "externalsecrets" };

/** Somebody makes the operator copy what its store may read into a Secret of their own. */
export const externalSecret = kubernetesKind({
  id: "create-external-secret",
  gives: "opens",
  title: "Have the External Secrets Operator copy a value",
  actions: ["create externalsecrets"],
  *tries(inside) {
    const { cluster, firstOf } = inside;
    for (const store of cluster.stores) {
      const namespaces =
        store.namespace === undefined
          ? new Set(inside.accounts.map(({ namespace }) => namespace))
          : [store.namespace];
      for (const namespace of namespaces) {
        const write = firstOf("create patch update", { ...EXTERNAL, namespace });
        const read = secretNeeds(inside, namespace);
        const needs = write && read && [...write, ...read];
        if (!needs) continue;
        const target = inCluster(cluster, `${store.name}, in namespace ${namespace}`);
        for (const one of readersOfStore(inside, store))
          yield { ...one, target, variant: one.actor.key, needs, becomes: [one.actor] };
      }
    }
  },
});
