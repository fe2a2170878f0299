import { type Quota, readQuotas } from "iam-proof/quotas";
import table from "./count-quotas.json";

/** A quota on how many things may exist at the same time. */
export interface CountQuota extends Quota {
  /** What it is counted for: account, account and region, or cluster. */
  per: string;
  /** What to do if AWS grants no more. */
  wayOut: string;
}

export type CountQuotaName = "roles" | "clusters" | "podIdentityAssociations" | CountOfOwner;
type CountOfOwner = "secrets" | "keys" | "parameters";

/** The quotas on how many of each thing an account, a region or a cluster may have. */
export const countQuotas: Record<CountQuotaName, CountQuota> = readQuotas(
  table.quotas,
  table.pages,
);

/** Quotas that AWS granted to an account instead of the defaults, or what the account has left for this inventory. */
export type GivenQuotas = { readonly [Name in CountQuotaName]?: number | undefined };

/** The value of a quota in an account. */
export function quotaIn(given: GivenQuotas | undefined, name: CountQuotaName): number {
  return given?.[name] ?? countQuotas[name].default;
}

/** How to raise a quota, as a sentence without its full stop. Undefined if it cannot be raised. */
export function increase({ code, most }: Quota): string | undefined {
  if (code === undefined) return undefined;
  const [service, id] = code.split(" ");
  const upTo = most === undefined ? "" : `, which goes up to ${most}`;
  return `ask AWS for more of quota ${id} of ${service}${upTo}, and write the new value under quotas of the account`;
}
