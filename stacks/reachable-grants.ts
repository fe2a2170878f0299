import type { LandingZone, ResolvedGrant, ResolvedReader } from "../sdk/grant";

/**
 * The landing zone without the grants that no pod can use, of which the inventory's warnings speak: a pod that reads as a target
 * role of another account reaches no parameter of its own. Left in, one of them would fail the pod's whole mount.
 */
export function withReachableGrants(zone: LandingZone): LandingZone {
  return { ...zone, readers: zone.readers.map(withReachable) };
}

function withReachable(reader: ResolvedReader): ResolvedReader {
  const grants = reader.grants.filter((grant) => isReachable(reader, grant));
  return grants.length === reader.grants.length ? reader : { ...reader, grants };
}

function isReachable({ targetRole }: ResolvedReader, { kind, target }: ResolvedGrant): boolean {
  return kind === "secret" || !targetRole || target.account === targetRole.account;
}
