import { type AssociationDocuments, podSession, sessionRequests } from "eks-pod-secrets/access";
import { clusterName } from "eks-pod-secrets/grant";
import type { Actor, Call, NamedPolicy, RequestPrincipal, World } from "iam-proof";
import { isSameJson } from "iam-proof/collections";
import { findByArn } from "iam-proof/domain";
import { associationsOf } from "./associations";
import type { Cluster, Named } from "./rbac/cluster";
import { clustersOf, documentsOf } from "./world";

/** The session that an association gives, and the calls of EKS Pod Identity, or of the pod with its own token, that make it. */
export function sessionBy(world: World, association: AssociationDocuments) {
  const { session } = sessionRequests(documentsOf(world), association);
  const { clusterArn, namespace, roleArn, serviceAccount, targetRoleArn } = association;
  const call: Call = {
    other: `a session of ${targetRoleArn ?? roleArn}, for a pod of ${namespace}/${serviceAccount} of cluster ${clusterName(clusterArn)}`,
    on: [clusterArn, roleArn, ...(targetRoleArn ? [targetRoleArn] : [])],
    decide: (now) => {
      const here = clustersOf(now).clusters.find(({ arn }) => arn === clusterArn);
      const all = here ? associationsOf(now, here) : [];
      const isThere = all.some((one) => isSameJson(one, association));
      if (!isThere) return { allowed: false, by: "there is no such association" };
      const answer = podSession(documentsOf(now), association);
      if (!answer.exists) return { allowed: false, by: answer.reason };
      return { allowed: true, by: answer.decisions.at(-1)?.reason ?? "" };
    },
  };
  return { calls: [call], actor: sessionActor(session.principal, session.sessionPolicies) };
}

/** For each held token, what the associations of its service account give. */
export function* exchanges(world: World, cluster: Cluster) {
  for (const token of clustersOf(world).tokens) {
    const { name, namespace } = token;
    if (token.cluster !== cluster.arn) continue;
    const whose = `${namespace}/${name}`;
    const held: Call = {
      other: `a token of ${whose} for EKS Pod Identity`,
      on: [cluster.arn],
      decide: (now) => {
        const isHeld = clustersOf(now).tokens.some(
          (one) => isOf(one, token) && one.cluster === token.cluster,
        );
        return { allowed: isHeld, by: isHeld ? "a step before" : "nobody has one" };
      },
    };
    for (const association of associationsOf(world, cluster)) {
      if (!isAssociated(association, token) || association.webIdentity) continue;
      const { actor, calls } = sessionBy(world, association);
      yield { whose, actor, calls: [held, ...calls] };
    }
  }
}

/** Whether an association belongs to a service account. */
export function isAssociated(
  { namespace, serviceAccount }: AssociationDocuments,
  account: Named,
): boolean {
  return isOf({ namespace, name: serviceAccount }, account);
}

function isOf(one: Named, other: Named): boolean {
  return one.namespace === other.namespace && one.name === other.name;
}

export function sessionActor(principal: RequestPrincipal, sessionPolicies: NamedPolicy[]): Actor {
  const limits = sessionPolicies.length > 0 ? { sessionPolicies } : {};
  return { key: JSON.stringify({ principal, ...limits }), principal, ...limits };
}

/** A session of a role, with the role's own tags. */
export function roleSession({ documents }: World, roleArn: string): Actor {
  const tags = findByArn(documents.roles, roleArn)?.tags ?? {};
  return sessionActor({ kind: "session", roleArn, tags }, []);
}
