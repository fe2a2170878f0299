import type { LandingZone, ResolvedAccount } from "eks-pod-secrets/grant";

/** The accounts with something in the inventory. */
export function usedAccounts({
  accounts,
  clusters,
  keys,
  parameters,
  secrets,
}: LandingZone): ResolvedAccount[] {
  const held = [...clusters, ...keys, ...parameters, ...secrets];
  return accounts.filter((account) => held.some((one) => one.account === account));
}
