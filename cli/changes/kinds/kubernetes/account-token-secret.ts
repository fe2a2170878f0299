import { type Inside, inCluster, kubernetesKind, type Try } from "../../kind";
import { type Named, serviceAccountUser } from "../../rbac/cluster";
import { kubernetesActor } from "../../users";
import { allOf, secretNeeds } from "./copied-values";

/** Somebody makes Kubernetes write a token into a Secret, and reads it. */
export const accountTokenSecret = kubernetesKind({
  id: "create-account-token-secret",
  gives: "becomes",
  title: "Create a Secret with a token of a service account",
  actions: ["create secrets"],
  *tries(inside) {
    const { accounts, exists, firstOf } = inside;
    for (const account of accounts.filter(exists)) {
      const { namespace } = account;
      const create = firstOf("create", { resource: "secrets", namespace });
      const [made] = create ?? [];
      if (!create || !made) continue;
      const read = secretNeeds(inside, namespace, ("name" in made && made.name) || undefined);
      yield { ...tokenOf(inside, account), ...allOf({ needs: create }, read) };
    }
  },
});

/** Somebody reads a Secret in which such a token already lies. */
export const readAccountToken = kubernetesKind({
  id: "read-account-token",
  gives: "becomes",
  title: "Read a Secret that holds a token of a service account",
  actions: ["get secrets", "list secrets"],
  *tries(inside) {
    const { accounts, cluster, exists } = inside;
    for (const { name, namespace, serviceAccount } of cluster.accountTokens ?? []) {
      const read = secretNeeds(inside, namespace, name);
      yield { ...tokenOf(inside, { namespace, name: serviceAccount }), ...allOf(read) };
    }
    if (cluster.accountTokens) return;
    for (const account of accounts.filter(exists)) {
      const { name, namespace } = account;
      const worstCase = `nobody read Secrets: one is taken to hold a token of ${namespace}/${name}`;
      const read = secretNeeds(inside, namespace);
      yield { ...tokenOf(inside, account), ...allOf(read, { needs: [], worstCase }) };
    }
  },
});

/** What the token gives: it is for the API server alone. */
function tokenOf({ cluster }: Inside, account: Named): Pick<Try, "target" | "becomes"> {
  return {
    target: inCluster(cluster, `service account ${account.namespace}/${account.name}`),
    becomes: [kubernetesActor(serviceAccountUser(cluster.arn, account))],
  };
}
