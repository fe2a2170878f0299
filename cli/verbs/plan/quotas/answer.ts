import { type LandingZone, sessionTagsPercent } from "eks-pod-secrets/grant";
import { quotaUses } from "../../../../stacks/quotas/quota-uses";
import { codeOf, type Limits } from "./shape";

/** How near a landing zone comes to AWS's quotas. */
export function quotasAnswer(zone: LandingZone): Pick<Limits, "quotas" | "sessionTags"> {
  const sessionTags = zone.readers
    .map((reader) => ({ reader: reader.id, percent: sessionTagsPercent(reader) }))
    .sort((one, other) => other.percent - one.percent)[0];
  return {
    ...(sessionTags && { sessionTags }),
    quotas: quotaUses(zone).map(({ account, path: _, quota, ...use }) => ({
      ...{ quota, account: account.name, ...use, ...codeOf(quota) },
    })),
  };
}
