import type { LandingZone, ResolvedReader } from "../../grant";
import {
  type PolicyDocument,
  type PolicyKind,
  podRolePolicy,
  podRoleScope,
  podRoleTrust,
  policyBudgets,
  policySize,
  secretKeyPolicy,
  secretKeyScope,
  secretResourcePolicy,
  secretScope,
  targetRoleScope,
  targetRoleTrust,
} from "../../policy";
import type { Problem } from "../../rules/problem";
import { plannedArns } from "./landing-zone-documents";

/** A rule of the inventory: every document that the landing zone leads to stays within the limit that AWS sets for its kind. */
export function documentBudgets(zone: LandingZone): Problem[] {
  return [
    ...zone.secrets.flatMap((secret) =>
      over(
        "secretResourcePolicy",
        ["secrets", secret.id],
        secretResourcePolicy(secretScope(zone, secret)),
      ),
    ),
    ...zone.keys.flatMap((key) => {
      const first = key.secrets[0];
      const path = first ? ["secrets", first.id] : [];
      return over("secretKeyPolicy", path, secretKeyPolicy(secretKeyScope(zone, key, plannedArns)));
    }),
    ...zone.readers.flatMap((reader) => readerBudgets(zone, reader)),
  ];
}

function readerBudgets(zone: LandingZone, reader: ResolvedReader): Problem[] {
  const path = ["readers", reader.id];
  return [
    ...over("podRoleTrust", path, podRoleTrust(reader)),
    ...over("podRolePolicy", path, podRolePolicy(podRoleScope(reader, plannedArns))),
    ...(reader.targetRole
      ? over("podRoleTrust", path, targetRoleTrust(targetRoleScope(zone, reader)))
      : []),
  ];
}

function over(kind: PolicyKind, path: string[], document: PolicyDocument | undefined): Problem[] {
  const { limit, title, unit, wayOut } = policyBudgets[kind];
  const size = document ? policySize(kind, document) : 0;
  if (size <= limit) return [];
  const says = `is over a limit of AWS: ${title} must be at most ${limit} ${unit}, got ${size}; ${wayOut}`;
  return [{ path, says, severity: "error" }];
}
