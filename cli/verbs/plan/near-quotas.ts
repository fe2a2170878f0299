import { policyBudgets } from "eks-pod-secrets/policy";
import { useInWords } from "../../../stacks/quotas";
import { count } from "../../terminal/output";
import type { Limits } from "./quotas-shape";

/** The share of a quota from which a plan mentions it by default. */
const NEAR = 0.6;

/** A document or a count, with AWS's limit. */
export interface Filled {
  /** What uses it, by its name in the inventory. */
  what: string;
  used: number;
  limit: number;
  unit?: string;
}

/** What comes close to AWS's quotas (or everything), the fullest first. */
export function filled({ documents, quotas }: Limits, isAll: boolean): Filled[] {
  const all = [
    ...documents.map(
      (one): Filled => ({
        what: documentInWords(one),
        used: one.size,
        limit: one.limit,
        unit: one.unit,
      }),
    ),
    ...quotas.map((one): Filled => ({ what: useInWords(one), used: one.used, limit: one.limit })),
  ];
  return all
    .filter((one) => isAll || share(one) >= NEAR)
    .sort((one, other) => share(other) - share(one));
}

function documentInWords({ kind, reader, stack, subject }: Limits["documents"][number]): string {
  return `${policyBudgets[kind].title} ${reader === undefined ? subject : `of reader ${reader}`} (${stack})`;
}

/** Lines about how much space session tags take. */
export function sessionTagsLines({ sessionTags }: Pick<Limits, "sessionTags">): string[] {
  if (!sessionTags) return [];
  const { percent: share, reader } = sessionTags;
  return [
    `Session tags take about ${share} % of STS's room (an estimate; most of all readers: ${reader})`,
  ];
}

/** The used share of a quota, in whole percent. */
export function percent(one: Filled): number {
  return Math.floor(100 * share(one));
}

function share({ limit, used }: Filled): number {
  return used / limit;
}

/** The title of what is close to AWS's quotas, or a sentence that nothing is. */
export function filledTitle(shown: Filled[], { documents, quotas }: Limits): string {
  const all = `${count(documents.length, "document")} and ${count(quotas.length, "count")}`;
  if (shown.length === documents.length + quotas.length) return `${all} against AWS's quotas`;
  return shown.length === 0
    ? `${all}, all below 60 % of AWS's quotas; --quotas shows them`
    : `${shown.length} of ${all} at 60 % of AWS's quotas or more; --quotas shows all`;
}
