import type { AccessDocuments } from "eks-pod-secrets/access";
import { associationDocuments, documentsOfOthers } from "eks-pod-secrets/access/landing-zone";
import type { LandingZone } from "eks-pod-secrets/grant";
import type { AssignedArns } from "eks-pod-secrets/policy";

/**
 * Documents that were read, and those that others are taken to deploy. `isRead` tells of a role or a cluster whether its account was
 * read: what it then lacks is not there. Defaults to never.
 */
export function withOthers(
  documents: AccessDocuments,
  zone: LandingZone,
  arns: AssignedArns,
  isRead: (arn: string) => boolean = () => false,
): AccessDocuments {
  const { keys, roles, secrets } = documentsOfOthers(zone, arns);
  const associations = zone.externalReaders.map(associationDocuments);
  return {
    ...documents,
    keys: [...(documents.keys ?? []), ...keys],
    secrets: [...(documents.secrets ?? []), ...secrets],
    roles: [...(documents.roles ?? []), ...roles.filter(({ arn }) => !isRead(arn))],
    associations: [
      ...(documents.associations ?? []),
      ...associations.filter(({ clusterArn }) => !isRead(clusterArn)),
    ],
  };
}

/** What of an inventory's documents is assumed. */
export function notesOfOthers({ externalReaders, externalSecrets }: LandingZone): string[] {
  const few = (all: readonly { id: string }[]) => {
    const names = all.slice(0, 5).map(({ id }) => id);
    return all.length > names.length
      ? `${names.join(", ")} and ${all.length - names.length} more`
      : names.join(", ");
  };
  return [
    ...(externalSecrets.length > 0
      ? [
          `others own ${few(externalSecrets)}: their policies are taken to be as plan asks for them, and nothing is claimed about these secrets and their keys; their owner's inventory proves that`,
        ]
      : []),
    ...(externalReaders.length > 0
      ? [
          `others deploy ${few(externalReaders)}: their roles are taken to be as this package makes them, and nothing is claimed about them; the inventory that deploys them proves that`,
        ]
      : []),
  ];
}
