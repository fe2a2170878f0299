import type { AccessDocuments } from "eks-pod-secrets/access";
import {
  landingZoneDocuments,
  type PoliciesOfFiles,
  waysOfReader,
} from "eks-pod-secrets/access/landing-zone";
import type { LandingZone, ResolvedKey } from "eks-pod-secrets/grant";
import type { AssignedArns } from "eks-pod-secrets/policy";
import type { SecretDocuments } from "iam-proof";

/**
 * What this inventory's own stacks certainly deploy, to compare with documents that were read. `files`: the policies that the
 * inventory names by file. `arns`: the ARNs in the documents. `keyArn`: the ARN of a key, if it is known without what the key
 * encrypts. Anything uncertain is absent.
 */
export function declaredDocuments(
  zone: LandingZone,
  found: readonly SecretDocuments[],
  arns: AssignedArns,
  keyArn: (key: ResolvedKey) => string | undefined,
  files: PoliciesOfFiles,
): AccessDocuments {
  const there = new Set(found.map(({ arn }) => arn));
  const { secretArn } = arns;
  const known = { ...arns, keyArn: (key: ResolvedKey) => keyArn(key) ?? key.id };
  const planned = landingZoneDocuments(zone, known, files);
  const isKnown = (key: ResolvedKey | undefined) => key === undefined || keyArn(key) !== undefined;
  const unsure = new Set<unknown>([
    ...zone.secrets.filter(
      (secret) =>
        // AWS assigns the end of the ARN. An old secret beside a new one is also in policies, as long as it exists.
        !there.has(secretArn(secret)) || secret.former !== undefined || !isKnown(secret.key),
    ),
    ...zone.secrets.filter(({ replicas }) => !replicas.every(({ key }) => isKnown(key))),
    ...zone.parameters.filter(({ key }) => !isKnown(key)),
    ...zone.secrets.flatMap(({ former }) => former?.key ?? []),
  ]);
  const keyPolicies = new Map((planned.keys ?? []).map(({ arn, policy }) => [arn, policy]));
  const unknownKeys = new Set(zone.keys.filter((key) => !isKnown(key)).map(({ id }) => id));
  const adopted = new Set(zone.secrets.flatMap(({ existingArn }) => existingArn ?? []));
  const rolesOf = (readers: LandingZone["readers"]) =>
    new Set(readers.flatMap(({ role, targetRole }) => [role.arn, targetRole?.arn]));
  const unsureRoles = rolesOf(
    zone.readers.filter(({ grants }) => grants.some(({ target }) => unsure.has(target))),
  );
  // EKS assigns the id of a created cluster's issuer.
  const unsureTrusts = rolesOf(
    zone.readers.filter(
      ({ cluster, identity }) => identity !== "podIdentity" && cluster.oidcProvider === undefined,
    ),
  );
  const boundedRoles = rolesOf(zone.readers.filter((one) => one.permissionsBoundary));
  return {
    ...planned,
    keys: zone.keys.flatMap((key) => {
      const arn = keyArn(key);
      const isSure = !unsure.has(key) && !key.secrets.some((secret) => unsure.has(secret));
      return arn ? [{ arn, policy: isSure ? keyPolicies.get(arn) : undefined }] : [];
    }),
    secrets: planned.secrets?.map(({ key, tags, ...secret }) => ({
      ...secret,
      ...(!(key && unknownKeys.has(key)) && { key: key ?? null }),
      ...(!adopted.has(secret.arn) && { tags }),
    })),
    parameters: planned.parameters?.map(({ key, ...parameter }) => ({
      ...parameter,
      ...(!(key && unknownKeys.has(key)) && { key: key ?? null }),
    })),
    roles: planned.roles?.map(({ policies, trust, ...role }) => ({
      ...role,
      ...(!unsureTrusts.has(role.arn) && { trust }),
      ...(!unsureRoles.has(role.arn) && { policies }),
      ...(!boundedRoles.has(role.arn) && { permissionsBoundary: null }),
    })),
    associations: zone.readers.flatMap((reader) => waysOfReader(reader, arns)),
  };
}
