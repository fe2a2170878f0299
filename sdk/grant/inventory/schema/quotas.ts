import type * as z from "zod";

import { type AccountQuotaName, accountQuotas, type Quota } from "../../../rules/quotas";
import { entry } from "./entry";
import { wholeNumber } from "./text";

/** More than AWS was ever known to grant of anything. */
const MOST = 10_000_000;

const shape = Object.fromEntries(
  Object.entries<Quota & { per?: string }>(accountQuotas).map(([name, quota]) => [
    name,
    wholeNumber({ least: 1, most: quota.most ?? MOST })
      .optional()
      .describe(meaning(quota)),
  ]),
) as Record<AccountQuotaName, z.ZodOptional<z.ZodNumber>>;

export const quotasEntry = entry(shape);

function meaning({ code, default: usual, per, title }: Quota & { per?: string }): string {
  const of = per === undefined ? `Calls of ${title} a second` : `${capitalised(title)} per ${per}`;
  return `${of}. AWS's default: ${usual}${code ? `, quota ${code}` : ""}.`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
