import type { Usage } from "./usage";

/** Prints rows under their headings, the first column as text and the others as figures. */
export function printTable(headings: string[], rows: (string | number)[][]): void {
  const cells = [headings, ...rows.map((row) => row.map(String))];
  const widths = headings.map((_, column) =>
    Math.max(...cells.map((row) => (row[column] ?? "").length)),
  );
  for (const row of cells) {
    const line = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(line.join("  "));
  }
  console.log();
}

/** The middle one of some numbers: unlike the mean it hardly feels one run that the machine disturbed. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** Smallest and largest, which show how much the machine disturbed the runs. */
export function spread(numbers: readonly number[], digits = 2): string {
  return `${Math.min(...numbers).toFixed(digits)}–${Math.max(...numbers).toFixed(digits)}`;
}

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
