import type { LandingZone } from "eks-pod-secrets/grant";
import { accountPermissions, livePermissions } from "../documents/live/live-permissions";
import { organizationAccounts } from "../documents/live/organization";
import { COMPUTE_CALLS, ORGANIZATION_CALLS } from "../documents/live/small-calls";
import { usedAccounts } from "../inventory/used-accounts";
import { CLUSTER_CALLS, LIST_RULES } from "./live-cluster";

/** The ClusterRole that may read a cluster. */
const CLUSTER_ROLE = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRole",
  metadata: { name: "eks-pod-secrets-through-changes" },
  rules: LIST_RULES,
};

/** The least rights for reading the accounts of an inventory, and their clusters, with `--live --through-changes`. */
export function changesPermissions(zone: LandingZone) {
  const calls = [...Object.values(CLUSTER_CALLS), ...Object.values(COMPUTE_CALLS)];
  const accounts = [...usedAccounts(zone), ...organizationAccounts(zone)];
  const permissions = accounts.flatMap((account) => {
    const isManager = account.id === zone.organization.managementAccount;
    const ofOrganization = isManager ? Object.values(ORGANIZATION_CALLS) : [];
    return livePermissions(zone, [...calls, ...ofOrganization], [account]);
  });
  return permissions.map((one) => {
    const own = zone.clusters.filter(({ account }) => account.id === one.account);
    const clusters = own.map(({ arn }) => arn);
    const kubernetes = { clusters, clusterRole: CLUSTER_ROLE };
    return { ...one, ...(clusters.length > 0 && { kubernetes }) };
  });
}

/** The least rights for `summary --live --through-changes` of a whole account, which does not look into clusters. */
export function accountChangesPermissions(id: string, partition: string) {
  return accountPermissions(id, partition, Object.values(COMPUTE_CALLS));
}
