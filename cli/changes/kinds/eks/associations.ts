import {
  type AccessDocuments,
  type AssociationDocuments,
  podSession,
} from "eks-pod-secrets/access";
import { type Actor, type Change, mayTryOn, type World } from "iam-proof";
import { getOrMake, memoize } from "iam-proof/collections";
import { accountOf } from "iam-proof/names";
import { inCluster, passRole } from "../../kind";
import type { Cluster, Named } from "../../rbac/cluster";
import { documentsOf, rolesNaming } from "../../world";

/** The service that makes the sessions of pods. */
const POD_IDENTITY_SERVICE = "pods.eks.amazonaws.com";

/** An association that somebody could create. */
export interface PossibleAssociation {
  account: Named;
  association: AssociationDocuments;
}

/** Associations of these service accounts with each role that the actor may pass and that trusts EKS Pod Identity for them. */
export function* possibleAssociations(
  world: World,
  cluster: Cluster,
  actor: Actor,
  accounts: readonly Named[],
): Iterable<PossibleAssociation> {
  for (const { arn: roleArn } of rolesNaming(world, POD_IDENTITY_SERVICE)) {
    if (accountOf(roleArn) !== accountOf(cluster.arn)) continue;
    if (!mayTryOn(world, actor, "iam:PassRole", roleArn)) continue;
    for (const account of accounts) {
      const { name: serviceAccount, namespace } = account;
      const own = { clusterArn: cluster.arn, namespace, serviceAccount, roleArn };
      const all = [
        own,
        ...targetsOf(world, roleArn).map((arn) => ({ ...own, targetRoleArn: arn })),
      ];
      for (const association of all) {
        if (givesSession(world, association)) yield { account, association };
      }
    }
  }
}

/** Roles whose trust policies name a role or its account: the possible target roles of an association. */
export function targetsOf(world: World, roleArn: string): string[] {
  const trusting = rolesNaming(world, roleArn, `${accountOf(roleArn)}:root`);
  return trusting.map(({ arn }) => arn).filter((arn) => arn !== roleArn);
}

/** Whether the pods of an association get a session. */
export function givesSession(world: World, association: AssociationDocuments): boolean {
  const documents = documentsOf(world);
  const known = sessionsIn(documents);
  return getOrMake(
    known,
    JSON.stringify(association),
    () => podSession(documents, association).exists,
  );
}

const sessionsIn = memoize((_: AccessDocuments) => new Map<string, boolean>());

/** The change that adds an association. Pods of the service account have its session from then on. */
export function associating(
  { arn }: Cluster,
  association: AssociationDocuments,
  calls: Change["calls"],
): Change {
  const { namespace, roleArn, serviceAccount, targetRoleArn } = association;
  return {
    target: inCluster({ arn } as Cluster, `association of ${namespace}/${serviceAccount}`),
    variant: JSON.stringify([targetRoleArn ?? roleArn, association.disableSessionTags ?? false]),
    alters: [arn],
    calls: [...calls],
    apply: (world) => withAssociation(world, association),
  };
}

function withAssociation(world: World, association: AssociationDocuments): World {
  const { documents } = world;
  const associations = [...(documents.associations ?? []), association];
  return { ...world, documents: { ...documents, associations } as World["documents"] };
}

/** `iam:PassRole` of a role for the pods of a cluster. */
export function passToPods({ arn }: Cluster, roleArn: string) {
  return passRole(roleArn, POD_IDENTITY_SERVICE, arn);
}
