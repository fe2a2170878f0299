import { type Inside, inCluster, kubernetesKind } from "../../kind";
import { allOf, limitedTo, secretNeeds } from "./copied-values";
import { ADMISSION } from "./mutate-pods";
import { readersBy, readersOfCopies, STORES } from "./store-readers";

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
    for (const copies of inside.cluster.copies.filter(({ objects }) => objects?.length !== 0)) {
      const isAny = copies.objects
        ? undefined
        : `${copies.namespace}/${copies.name} is taken to copy whatever its reader reads`;
      for (const name of copies.fills) {
        const seen = secretNeeds(inside, copies.namespace, name);
        const read = watch && (!seen || seen.worstCase) ? { needs: watch } : seen;
        if (!read) continue;
        const target = inCluster(inside.cluster, `Secret ${copies.namespace}/${name}`);
        for (const reader of readersOfCopies(inside, copies)) {
          const { more, worstCase } = reader;
          const actor = limitedTo(reader, copies.objects);
          const all = allOf(read, { needs: [], worstCase }, { needs: [], worstCase: isAny });
          yield { ...all, target, more, variant: actor.key, becomes: [actor] };
        }
      }
    }
    for (const { namespace, copier, kind } of unseenCopies(inside)) {
      const seen = secretNeeds(inside, namespace);
      const read = watch && (!seen || seen.worstCase) ? { needs: watch } : seen;
      const worstCase = `nobody read whether there is any ${kind} in ${namespace}: one is taken to copy what its reader reads`;
      const target = inCluster(inside.cluster, `a Secret of namespace ${namespace}`);
      const { actor, more } = copier;
      const all = allOf(read, { needs: [], worstCase });
      yield { ...all, target, more, variant: actor.key, becomes: [actor] };
    }
  },
});

/** Who may copy values into Secrets by objects of kinds that nobody read. */
function* unseenCopies(inside: Inside) {
  const { accounts, cluster } = inside;
  for (const namespace of new Set(accounts.map((one) => one.namespace))) {
    for (const kind of cluster.unseenCopies.filter((one) => !STORES.includes(one))) {
      const copiers =
        kind === "ExternalSecret"
          ? STORES.flatMap((store) => readersBy(inside, store, namespace))
          : readersOfCopies(inside, { namespace });
      for (const copier of copiers) yield { namespace, kind, copier };
    }
  }
}
