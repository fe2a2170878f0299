import { EKSClient, ListClustersCommand } from "@aws-sdk/client-eks";
import { KMSClient, ListAliasesCommand } from "@aws-sdk/client-kms";
import { LIST_ADDONS } from "../../doctor/facts/read-cluster-facts";
import { LIVE_CALLS } from "../../documents/live/calls";
import { defineCall } from "../../documents/live/live-call";
import { accountPermissions } from "../../documents/live/live-permissions";

export const LIST_ALIASES = defineCall(KMSClient, ListAliasesCommand, {
  action: "kms:ListAliases",
  reason: "the names of keys",
  resources: () => ["*"],
  next: ({ NextMarker, Truncated }) => (Truncated ? { Marker: NextMarker } : undefined),
});

export const LIST_CLUSTERS = defineCall(EKSClient, ListClustersCommand, {
  action: "eks:ListClusters",
  reason: "clusters that were not given, whose pods may have the same roles",
  resources: () => ["*"],
  next: ({ nextToken }) => (nextToken ? { nextToken } : undefined),
});

/** The least rights that `adopt` needs to read an account. In clusters it lists objects. */
export function adoptPermissions(id: string, partition: string) {
  return accountPermissions(id, partition, [
    LIST_ALIASES,
    LIST_CLUSTERS,
    LIVE_CALLS.describeCluster,
    LIST_ADDONS,
    LIVE_CALLS.describeSecret,
    LIVE_CALLS.listPodIdentityAssociations,
    LIVE_CALLS.describePodIdentityAssociation,
  ]);
}
