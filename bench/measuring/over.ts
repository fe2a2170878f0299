import { median } from "./statistics";
import type { Usage } from "./usage";

/** Headings of `overColumns`. */
export const OVER_TITLES = ["over the first: elapsed s", "processor s", "MB"];

/** Does each work so many times, by turns: what else the machine does meanwhile then slows all of them alike. */
export async function byTurns(
  times: number,
  works: readonly (() => Promise<Usage>)[],
): Promise<Usage[][]> {
  const usages: Usage[][] = works.map(() => []);
  for (let turn = 0; turn < times; turn++) {
    for (const [index, work] of works.entries()) usages[index]?.push(await work());
  }
  return usages;
}

/** What was used beyond the base of the same turn: medians of the differences. */
export function overColumns(base: readonly Usage[], usages: readonly Usage[]): string[] {
  const over = (key: "seconds" | "processorSeconds" | "peakMegabytes") =>
    median(usages.map((usage, turn) => usage[key] - (base[turn]?.[key] ?? NaN)));
  return [
    over("seconds").toFixed(3),
    over("processorSeconds").toFixed(3),
    over("peakMegabytes").toFixed(1),
  ];
}
