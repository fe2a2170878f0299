import type { PageResult } from "./page-data";

/** How it stands with something in the picture, the worst first. */
export type Standing = "refuted" | "unknown" | "proved" | "none";

const ORDER: Standing[] = ["refuted", "unknown", "proved", "none"];

/** Looks up what was proved about nodes, and about pairs of a reader and what it reads. */
export function standings(results: readonly PageResult[]): (...about: string[]) => Standing {
  const worst = new Map<string, Standing>();
  for (const { about, result } of results) {
    const key = about.join("\n");
    worst.set(key, worse(worst.get(key) ?? "none", result));
  }
  return (...about) => worst.get(about.join("\n")) ?? "none";
}

/** The worst of several. */
export function worse(...standings: Standing[]): Standing {
  return ORDER.find((one) => standings.includes(one)) ?? "none";
}
