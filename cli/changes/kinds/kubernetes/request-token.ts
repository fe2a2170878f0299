import type { World } from "iam-proof";
import { associationsOf } from "../../associations";
import { inCluster, kubernetesKind } from "../../kind";
import { podsOf } from "../../pods";
import { serviceAccountUser } from "../../rbac/cluster";
import { isAssociated, sessionBy } from "../../sessions";
import { kubernetesActor } from "../../users";
import { clustersOf, type HeldToken } from "../../world";

/** Somebody requests a token of a service account, for the API server, for STS or for EKS Pod Identity. */
export const requestToken = kubernetesKind({
  id: "request-token",
  gives: "becomes",
  title: "Request a token of the reader's service account",
  actions: ["create serviceaccounts/token"],
  *tries({ accounts, cluster, exists, may, world }) {
    for (const account of accounts.filter(exists)) {
      const { name, namespace } = account;
      const attempt = { verb: "create", resource: "serviceaccounts/token", namespace, name };
      if (!may(attempt)) continue;
      const target = inCluster(cluster, `service account ${namespace}/${name}`);
      const becomes = [kubernetesActor(serviceAccountUser(cluster.arn, account))];
      yield { target, needs: [attempt], becomes };
      const [pod] = podsOf(cluster, account);
      const held = { ...account, cluster: cluster.arn };
      if (pod) {
        const { worstCase } = pod;
        yield {
          ...{ target, variant: "of a pod", needs: [attempt], becomes, alters: [cluster.arn] },
          ...(worstCase && { worstCase }),
          apply: (before: World) => withToken(before, held),
        };
      }
      for (const association of associationsOf(world, cluster)) {
        if (!isAssociated(association, account) || !association.webIdentity) continue;
        // The token itself grants entry, with the audience of STS.
        const { actor, calls } = sessionBy(world, association);
        yield { target, variant: actor.key, needs: [attempt], more: calls, becomes: [actor] };
      }
    }
  },
});

function withToken(world: World, token: HeldToken): World {
  const { tokens } = clustersOf(world);
  return { ...world, more: { ...world.more, tokens: [...tokens, token] } };
}
