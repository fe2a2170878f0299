import type { LandingZone, ResolvedReader } from "eks-pod-secrets/grant";

/** The part of a landing zone that concerns only these readers. */
export function narrowed(zone: LandingZone, readers: readonly ResolvedReader[]): LandingZone {
  const asked = new Set(readers.map(({ id }) => id));
  const targets = new Set<unknown>(
    readers.flatMap(({ grants }) => grants.map(({ target }) => target)),
  );
  const secrets = zone.secrets.filter((one) => targets.has(one));
  const parameters = zone.parameters.filter((one) => targets.has(one));
  const keys = new Set([
    ...secrets.flatMap(({ key, replicas }) => [key, ...replicas.map((one) => one.key)]),
    ...parameters.map(({ key }) => key),
  ]);
  return {
    ...zone,
    ...{ secrets, parameters, keys: zone.keys.filter((one) => keys.has(one)) },
    clusters: zone.clusters.filter((one) => readers.some(({ cluster }) => cluster === one)),
    readers: zone.readers.filter((one) => asked.has(one.id)),
    externalReaders: zone.externalReaders.filter((one) => asked.has(one.id)),
    externalSecrets: zone.externalSecrets.filter((one) => targets.has(one)),
  };
}
