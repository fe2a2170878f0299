import type { ResolvedCluster } from "eks-pod-secrets/grant";

/** Says that an adopted cluster does not exist, with its key in the inventory. */
export function absentCluster({ account, id, name, region }: ResolvedCluster): string {
  return `cluster ${id} is not there, or not active: account ${account.id} (${account.name}) has no ${name} in ${region}; correct account, region or name under clusters.${id}, or write create in place of existing`;
}
