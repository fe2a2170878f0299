import type { Problem, Report } from "../../rules/problem";
import type { LandingZone } from "../landing-zone/landing-zone";
import { checkFiles, checkKubernetes } from "./checks/kubernetes";
import { checkNames, checkSecretNames } from "./checks/names";
import { checkPlaces, checkRegions } from "./checks/places";
import {
  checkAttributes,
  checkExternalReaders,
  checkNamespaces,
  checkRoles,
  checkRotationRoles,
  checkSessionTags,
} from "./checks/readers";
import {
  resolveAccounts,
  resolveMode,
  resolveOrganization,
  resolveQuotas,
} from "./resolve/accounts";
import { resolveClusters } from "./resolve/clusters";
import { resolveExternalGrants, resolveExternalReaders } from "./resolve/external";
import { assignSecrets, keyRing } from "./resolve/keys";
import { resolveParameters } from "./resolve/parameters";
import { resolveGrants, resolveReaders } from "./resolve/readers";
import { resolveSecrets } from "./resolve/secrets";
import type { Inventory } from "./schema/inventory";

/**
 * Applies the defaults, resolves the names, and finds what is wrong. With findings of severity `error` the landing zone is
 * incomplete and must not be used: what names an entry that is missing or wrong is not in it. Costs time linear in the inventory.
 */
export function resolveInventory(inventory: Inventory): {
  landingZone: LandingZone;
  findings: Problem[];
} {
  const findings: Problem[] = [];
  const report: Report = (path, says, severity = "error") => {
    if (says !== undefined) findings.push({ path, says, severity });
  };
  checkNames(inventory, report);
  checkRegions(inventory, report);
  checkSecretNames(inventory, report);
  const accounts = resolveAccounts(inventory, report);
  const clusters = resolveClusters(inventory, accounts, report);
  const ring = keyRing(report);
  const keys = { ring, ofOthers: keyRing(report) };
  const secrets = resolveSecrets(inventory, accounts, keys, report);
  const parameters = resolveParameters(inventory, accounts, ring, report);
  const readers = resolveReaders(inventory, clusters, report);

  for (const draft of readers) {
    const grants = resolveGrants(draft, { secrets, parameters }, report);
    resolveMode(draft, grants, report);
    checkPlaces(grants, report);
    checkFiles(draft.reader, grants, draft.path, report);
  }
  const external = resolveExternalReaders(inventory, accounts, clusters, report);
  for (const draft of external) checkPlaces(resolveExternalGrants(draft, secrets, report), report);
  assignSecrets(secrets.values());
  checkAttributes(secrets.values(), report);
  checkRotationRoles(secrets.values(), report);
  checkKubernetes(readers, report);
  checkSessionTags(readers, report);
  checkNamespaces(clusters.values(), readers, report);
  checkRoles(readers, report);
  checkExternalReaders(readers, external, report);

  const landingZone: LandingZone = {
    ...(inventory.id && { id: inventory.id }),
    organization: resolveOrganization(inventory),
    quotas: resolveQuotas(inventory),
    accounts: [...accounts.values()],
    clusters: [...clusters.values()],
    keys: [...ring.keys.values()],
    secrets: [...secrets.values()].filter((secret) => !secret.external),
    parameters: [...parameters.values()],
    readers: readers.map(({ reader }) => reader),
    externalSecrets: [...secrets.values()].filter((secret) => secret.external),
    externalReaders: external.map(({ reader }) => reader),
  };
  return { landingZone, findings };
}
