import {
  type CountQuotaName,
  countQuotas,
  increase,
  type LandingZone,
  quotaIn,
  type ResolvedAccount,
} from "eks-pod-secrets/grant";
import type { Problem } from "eks-pod-secrets/rules";
import { memoize } from "iam-proof/collections";

/** How much of a quota an inventory needs once it is deployed. */
interface QuotaUse {
  quota: CountQuotaName;
  account: ResolvedAccount;
  /** The region, for a quota that is counted by region. */
  region?: string | undefined;
  /** The cluster's name in the inventory, for a quota that is counted by cluster. */
  cluster?: string | undefined;
  used: number;
  limit: number;
  /** The path of the inventory entry that it belongs to. */
  path: string[];
}

/** The number of roles that each created cluster needs: one for the control plane and one for the nodes. */
const ROLES_OF_CLUSTER = 2;

/** How much an inventory needs of every counted quota. What else an account contains is not known here. */
export const quotaUses = memoize((zone: LandingZone): readonly QuotaUse[] => {
  const uses = new Map<string, QuotaUse>();
  const need = (quota: CountQuotaName, where: Where, more = 1) => {
    const { account, cluster } = where;
    const { per } = countQuotas[quota];
    const region = per === "account and region" ? where.region : undefined;
    const key = `${quota} ${account.id} ${per === "cluster" ? cluster : region}`;
    const known = uses.get(key);
    if (known) {
      known.used += more;
      return;
    }
    uses.set(key, {
      ...{ quota, account, used: more, limit: quotaIn(zone.quotas[account.name], quota) },
      ...(region !== undefined && { region }),
      ...(per === "cluster"
        ? { cluster, path: ["clusters", cluster ?? ""] }
        : { path: ["accounts", account.name] }),
    });
  };
  for (const { account, create, region } of zone.clusters) {
    if (!create) continue;
    need("clusters", { account, region });
    need("roles", { account }, ROLES_OF_CLUSTER);
  }
  for (const { cluster, targetRole } of zone.readers) {
    need("roles", { account: cluster.account });
    if (targetRole) need("roles", { account: targetRole.account });
    need("podIdentityAssociations", { account: cluster.account, cluster: cluster.id });
  }
  for (const { account, region, replicas } of zone.secrets) {
    need("secrets", { account, region });
    for (const replica of replicas) need("secrets", { account, region: replica.region });
  }
  for (const { account, region } of zone.keys) need("keys", { account, region });
  for (const { account, region } of zone.parameters) need("parameters", { account, region });
  return [...uses.values()];
});

interface Where {
  account: ResolvedAccount;
  region?: string;
  cluster?: string;
}

/** A use in words: `IAM roles of account data`, with the region or cluster by which it is counted. */
export function useInWords({ account, cluster, quota, region }: NamedUse): string {
  const { title } = countQuotas[quota];
  if (cluster !== undefined) return `${title} of cluster ${cluster}`;
  return `${title} of account ${account}${region === undefined ? "" : ` in ${region}`}`;
}

/** A use of a quota with its account's name. */
interface NamedUse extends Pick<QuotaUse, "cluster" | "quota" | "region"> {
  account: string;
}

/** A rule of the inventory: no account, region or cluster may need more of anything than AWS grants. */
export function quotaProblems(zone: LandingZone): Problem[] {
  return quotaUses(zone).flatMap((use): Problem[] => {
    const { account, limit, path, quota, used } = use;
    if (used <= limit) return [];
    const { wayOut } = countQuotas[quota];
    const what = useInWords({ ...use, account: account.name });
    const says = [
      `is over a quota of AWS: ${what} must be at most ${limit}, got ${used}`,
      [increase(countQuotas[quota]), wayOut].filter(Boolean).join("; or "),
    ].join("; ");
    return [{ path, says, severity: "error" }];
  });
}
