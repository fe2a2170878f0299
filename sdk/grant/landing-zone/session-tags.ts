import { packedTagsPercent } from "iam-proof/quotas";
import { POD_SUFFIX } from "../../rules/kubernetes";
import type { ResolvedReader } from "./landing-zone";
import { podSessionTags } from "./pods";

/**
 * How much of STS's room for session tags those of a reader's pods take, in percent: an estimate. A pod of a Deployment that
 * others write is taken to be named after the service account.
 */
export function sessionTagsPercent({
  cluster,
  clusterArn,
  deployment,
  id,
  namespace,
  serviceAccount,
}: ResolvedReader): number {
  const name = deployment ? id : serviceAccount;
  return packedTagsPercent(
    podSessionTags({
      clusterArn,
      clusterName: cluster.name,
      namespace,
      serviceAccount,
      podName: name + "-".repeat(POD_SUFFIX),
      podUid: "-".repeat(36),
    }),
  );
}
