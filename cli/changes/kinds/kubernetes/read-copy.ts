import { inCluster, kubernetesKind } from "../../kind";
import { limitedTo, readersOfCopies, secretNeeds } from "./copied-values";
import { ADMISSION } from "./mutate-pods";

const VALIDATING = { group: ADMISSION, resource: "validatingwebhookconfigurations" };

/** Somebody reads a value where something has copied it, or when it is written there: a webhook gets the whole Secret. */
export const readCopy = kubernetesKind({
  id: "read-copied-secret",
  gives: "opens",
  title: "Read a Secret that holds a copy",
  actions: ["get secrets", "list secrets"],
  *tries(inside) {
    const { firstOf } = inside;
    const watch =
      firstOf("create", VALIDATING) ?? firstOf("patch update", { ...VALIDATING, name: null });
    for (const copies of inside.cluster.copies) {
      for (const name of copies.fills) {
        const needs = secretNeeds(inside, copies.namespace, name) ?? watch;
        if (!needs) continue;
        const target = inCluster(inside.cluster, `Secret ${copies.namespace}/${name}`);
        for (const one of readersOfCopies(inside, copies)) {
          yield {
            ...one,
            target,
            variant: one.actor.key,
            needs,
            becomes: [limitedTo(one.actor, copies.objects)],
          };
        }
      }
    }
  },
});
