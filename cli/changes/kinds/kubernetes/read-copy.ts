import { inCluster, kubernetesKind } from "../../kind";
import { allOf, limitedTo, readersOfCopies, secretNeeds } from "./copied-values";
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
        const seen = secretNeeds(inside, copies.namespace, name);
        const read = watch && (!seen || seen.worstCase) ? { needs: watch } : seen;
        if (!read) continue;
        const target = inCluster(inside.cluster, `Secret ${copies.namespace}/${name}`);
        for (const { actor, more, worstCase } of readersOfCopies(inside, copies)) {
          yield {
            ...allOf(read, { needs: [], worstCase }),
            ...{ target, more, variant: actor.key, becomes: [limitedTo(actor, copies.objects)] },
          };
        }
      }
    }
  },
});
