import { inCluster, kubernetesKind } from "../../kind";
import { limitedTo, readersOfCopies, secretNeeds } from "./copied-values";

/** Somebody reads a value where something has copied it. */
export const readCopy = kubernetesKind({
  id: "read-copied-secret",
  gives: "opens",
  about: {
    title: "Read a Secret that holds a copy",
    pages: [
      "https://secrets-store-csi-driver.sigs.k8s.io/topics/sync-as-kubernetes-secret",
      "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#listing-secrets",
    ],
    prerequisites:
      "The right to get, list or watch a Secret into which a SecretProviderClass or an ExternalSecret copies the value.",
    fix: "Copy nothing into Secrets; else let only the workload read the Secret.",
    events: ["audit: get secrets", "audit: list secrets"],
    coverage: "full",
  },
  *tries(inside) {
    for (const copies of inside.cluster.copies) {
      for (const name of copies.fills) {
        const needs = secretNeeds(inside, copies.namespace, name);
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
