import { packedTagsPercent } from "iam-proof/quotas";
import { POD_SUFFIX } from "../../rules/kubernetes";
import type { ResolvedReader } from "./landing-zone";
import { podSessionTags } from "./pods";

/**
 * An estimate of how much of STS's space for session tags a reader's pods use, in percent. A pod of a Deployment that others write
 * is assumed to be named after the service account.
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
