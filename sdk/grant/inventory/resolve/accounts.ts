import { administratorArn } from "iam-proof/domain";
import { partitionOf } from "iam-proof/names";
import type { Report } from "../../../rules/problem";
import type {
  LandingZone,
  ResolvedAccount,
  ResolvedOrganization,
} from "../../landing-zone/landing-zone";
import type { Inventory } from "../schema/inventory";
import { ownArn, uniqueness } from "./references";

export function resolveOrganization({ organization = {} }: Inventory): ResolvedOrganization {
  return {
    ...organization,
    serviceControlPolicies: organization.serviceControlPolicies ?? [],
    resourceControlPolicies: organization.resourceControlPolicies ?? [],
  };
}

/** Quotas of the accounts that have other than AWS's defaults. */
export function resolveQuotas({ accounts }: Inventory): LandingZone["quotas"] {
  return Object.fromEntries(
    Object.entries(accounts).flatMap(([name, { quotas }]) => (quotas ? [[name, quotas]] : [])),
  );
}

/** Accounts by their names. */
export function resolveAccounts(
  inventory: Inventory,
  report: Report,
): Map<string, ResolvedAccount> {
  const unique = uniqueness(report);
  const accounts = new Map<string, ResolvedAccount>();
  for (const [name, entry] of Object.entries(inventory.accounts)) {
    const path = ["accounts", name];
    const { administrators = [], deployRole, id, profile, region, tags } = entry;
    const partition = partitionOf(region);
    const account = { name, id, region, partition, deployRole, profile, tags, administrators };
    accounts.set(name, account);

    unique(
      id,
      name,
      [...path, "id"],
      (first) =>
        `must be its own, got that of ${first}; set region on clusters and secrets instead of declaring an account twice`,
    );
    if (deployRole !== undefined && profile !== undefined) {
      report([...path, "profile"], "must be left out beside deployRole; keep one of them");
    }
    if (deployRole !== undefined) ownArn(deployRole, account, [...path, "deployRole"], report);
    for (const [index, administrator] of administrators.entries()) {
      const at = [
        ...path,
        "administrators",
        index,
        ...(typeof administrator === "string" ? [] : ["role"]),
      ];
      ownArn(administratorArn(administrator), account, at, report);
    }
  }
  return accounts;
}
