import { type CountQuotaName, countQuotas } from "./counts";
import type { Quota } from "./quota";
import { type RateQuotaName, rateQuotas } from "./rates";

export { type CountQuotaName, countQuotas } from "./counts";
export type { CountQuota, Quota, QuotaSource, RateQuota, SizeQuota } from "./quota";
export { type RateQuotaName, rateQuotas } from "./rates";
export { sizeQuotas } from "./sizes";

/** The quotas of which an account may have other values than AWS's defaults. */
export const accountQuotas = { ...countQuotas, ...rateQuotas };

export type AccountQuotaName = CountQuotaName | RateQuotaName;

/** What AWS grants an account instead of its defaults, or what the account has left for this inventory. */
export type GivenQuotas = { readonly [Name in AccountQuotaName]?: number | undefined };

/** The value of a quota in an account. */
export function quotaIn(given: GivenQuotas | undefined, name: AccountQuotaName): number {
  return given?.[name] ?? accountQuotas[name].default;
}

/** How one gets more than a quota's value, as a sentence without its end. */
export function increase({ code, most }: Quota): string | undefined {
  if (code === undefined) return undefined;
  const [service, id] = code.split(" ");
  const upTo = most === undefined ? "" : `, which goes up to ${most}`;
  return `ask AWS for more of quota ${id} of ${service}${upTo}, and write the new value under quotas of the account`;
}
