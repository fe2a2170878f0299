import { median, spread } from "./statistics";
import type { Usage } from "./usage";

/** Titles of what `usageColumns` gives. */
export const USAGE_TITLES = ["elapsed s", "processor s", "least–most", "peak MB"];

/** What several runs used: medians, and between what the processor time lay. */
export function usageColumns(usages: readonly Usage[]): string[] {
  const processor = usages.map(({ processorSeconds }) => processorSeconds);
  return [
    median(usages.map(({ seconds }) => seconds)).toFixed(2),
    median(processor).toFixed(2),
    spread(processor),
    median(usages.map(({ peakMegabytes }) => peakMegabytes)).toFixed(0),
  ];
}
