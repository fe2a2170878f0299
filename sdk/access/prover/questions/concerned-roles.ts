import type { RoleDocuments } from "../../domain/documents";
import { type Deployment, readDocument } from "../documents/deployment";
import { type ReadTarget, readTarget } from "../documents/read-target";
import { namedBy, namesEverybody } from "../documents/roles-that-may-read";
import { rolesOfRead } from "./reading-relation";

/**
 * Roles that must be told apart where it is asked who reads: those that matter for the read; every role where the secret's
 * policy lets in others than it names; and in turn whoever may become one of them. `ofRead` are the first of these.
 */
export function concernedRoles(
  deployment: Deployment,
  arn: string,
  ofRead = rolesOfRead(deployment, arn),
): RoleDocuments[] {
  const target = readTarget(deployment, arn);
  if (!target || letsInUnnamed(target)) return deployment.roles;
  const found = new Set(ofRead);
  for (const role of found) {
    const trust = readDocument("trust", "trust policy", role.arn, role.trust);
    if (!trust.every(namesEverybody)) return deployment.roles;
    for (const maker of namedBy(deployment, role.trust)) found.add(maker);
  }
  return [...found];
}

function letsInUnnamed({ kind, of }: ReadTarget): boolean {
  if (kind !== "secret") return false;
  return !readDocument("resource", "resource policy", of.arn, of.policy).every(namesEverybody);
}
