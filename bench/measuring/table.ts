import type { Usage } from "./usage";

/** Prints rows below their headings. The first column is text, and the others are figures. */
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

/** The median. Unlike the mean, it hardly changes if the machine disturbs one run. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** The smallest and the largest number. They show how much the machine disturbed the runs. */
export function spread(numbers: readonly number[], digits = 2): string {
  return `${Math.min(...numbers).toFixed(digits)}–${Math.max(...numbers).toFixed(digits)}`;
}

/** Headings of the columns of `usageColumns`. */
export const USAGE_TITLES = ["elapsed s", "processor s", "least–most", "peak MB"];

/** Medians of several runs, and the spread of their processor time. */
export function usageColumns(usages: readonly Usage[]): string[] {
  const processor = usages.map(({ processorSeconds }) => processorSeconds);
  return [
    median(usages.map(({ seconds }) => seconds)).toFixed(2),
    median(processor).toFixed(2),
    spread(processor),
    median(usages.map(({ peakMegabytes }) => peakMegabytes)).toFixed(0),
  ];
}
