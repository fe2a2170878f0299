import { type CountQuotaName, countQuotas } from "./counts";
import type { Quota } from "./quota";

export { type CountQuotaName, countQuotas } from "./counts";
export type { CountQuota, Quota, QuotaSource, SizeQuota } from "./quota";
export { sizeQuotas } from "./sizes";

/** What AWS grants an account instead of its defaults, or what the account has left for this inventory. */
export type GivenQuotas = { readonly [Name in CountQuotaName]?: number | undefined };

/** The value of a quota in an account. */
export function quotaIn(given: GivenQuotas | undefined, name: CountQuotaName): number {
  return given?.[name] ?? countQuotas[name].default;
}

/** How one gets more than a quota's value, as a sentence without its end. */
export function increase({ code, most }: Quota): string | undefined {
  if (code === undefined) return undefined;
  const [service, id] = code.split(" ");
  const upTo = most === undefined ? "" : `, which goes up to ${most}`;
  return `ask AWS for more of quota ${id} of ${service}${upTo}, and write the new value under quotas of the account`;
}
