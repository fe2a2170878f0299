import { type Inside, inCluster, kubernetesKind } from "../../kind";
import type { Attempt } from "../../rbac/rule";
import { allOf, type Copier, secretNeeds } from "./copied-values";
import { readersBy, readersByAny, STORES, storesFor } from "./store-readers";

const GROUP = { group: "external-secrets.io" };
const WRITE = "create patch update";

/** Somebody makes the operator copy what its store may read into a Secret of their own. */
export const externalSecret = kubernetesKind({
  id: "create-external-secret",
  gives: "opens",
  title: "Have the External Secrets Operator copy a value",
  actions: ["create externalsecrets"],
  *tries(inside) {
    const { cluster, firstOf } = inside;
    for (const namespace of new Set(inside.accounts.map((one) => one.namespace))) {
      const write =
        firstOf(WRITE, { ...GROUP, resource: "externalsecrets", namespace }) ??
        firstOf(WRITE, { ...GROUP, resource: "clusterexternalsecrets" });
      const read = write && secretNeeds(inside, namespace);
      if (!read) continue;
      for (const { name, needs, readers } of storesToUse(inside, namespace)) {
        const target = inCluster(cluster, `${name}, in namespace ${namespace}`);
        for (const { actor, more, worstCase } of readers) {
          const all = allOf({ needs: [...needs, ...write], worstCase }, read);
          yield { ...all, target, variant: actor.key, more, becomes: [actor] };
        }
      }
    }
  },
});

/** The stores that are there or that the user writes, with what they need for that. */
function* storesToUse(
  inside: Inside,
  namespace: string,
): Iterable<{ name: string; needs: Attempt[]; readers: Copier[] }> {
  const { cluster, firstOf } = inside;
  for (const kind of STORES) {
    const isUnseen = cluster.unseenCopies.includes(kind);
    const stores = storesFor(cluster, kind, namespace).map(({ name }) => name);
    for (const name of isUnseen ? [undefined] : stores)
      yield { name: name ?? kind, needs: [], readers: readersBy(inside, kind, namespace, name) };
    const where = {
      ...{ ...GROUP, resource: `${kind.toLowerCase()}s` },
      ...(kind === "SecretStore" && { namespace }),
    };
    const change = (name: string | null) => firstOf("patch update", { ...where, name });
    const changed = isUnseen ? null : stores.find(change);
    const needs = firstOf("create", where) ?? (changed !== undefined ? change(changed) : undefined);
    if (needs) yield { name: "attacker", needs, readers: readersByAny(inside, kind, namespace) };
  }
}
