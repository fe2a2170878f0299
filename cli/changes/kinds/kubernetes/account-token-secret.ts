import { inCluster, kubernetesKind } from "../../kind";
import { serviceAccountUser } from "../../rbac/cluster";
import { kubernetesActor } from "../../users";
import { secretNeeds } from "./copied-values";

/** Somebody makes Kubernetes write a token into a Secret, and reads it. */
export const accountTokenSecret = kubernetesKind({
  id: "create-account-token-secret",
  gives: "becomes",
  title: "Create a Secret with a token of a service account",
  actions: ["create secrets"],
  *tries(inside) {
    const { accounts, cluster, firstOf } = inside;
    for (const account of accounts) {
      const { name, namespace } = account;
      const create = firstOf("create", { resource: "secrets", namespace });
      const [made] = create ?? [];
      if (!create || !made) continue;
      const read = secretNeeds(inside, namespace, ("name" in made && made.name) || undefined);
      const needs = read && [...create, ...read];
      const target = inCluster(cluster, `service account ${namespace}/${name}`);
      yield { target, needs, becomes: [kubernetesActor(serviceAccountUser(cluster.arn, account))] };
    }
  },
});
