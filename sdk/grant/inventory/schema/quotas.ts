import type * as z from "zod";

import { type CountQuota, type CountQuotaName, countQuotas } from "../../../../proof/quotas";
import { entry } from "./entry";
import { wholeNumber } from "./text";

/** More than AWS was ever known to grant of anything. */
const MOST = 10_000_000;

const shape = Object.fromEntries(
  Object.entries<CountQuota>(countQuotas).map(([name, quota]) => [
    name,
    wholeNumber({ least: 1, most: quota.most ?? MOST })
      .optional()
      .describe(meaning(quota)),
  ]),
) as Record<CountQuotaName, z.ZodOptional<z.ZodNumber>>;

export const quotasEntry = entry(shape);

function meaning({ code, default: usual, per, title }: CountQuota): string {
  return `${capitalised(title)} per ${per}. AWS's default: ${usual}${code ? `, quota ${code}` : ""}.`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
