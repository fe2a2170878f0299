import type { Command } from "commander";

/** Every verb by its name; its file is loaded only when it is asked for. */
export const verbs: Record<string, () => Promise<{ command(): Command }>> = {
  check: () => import("./check.js"),
  evaluate: () => import("./evaluate.js"),
  graph: () => import("./graph.js"),
  plan: () => import("./plan.js"),
  prove: () => import("./prove.js"),
  put: () => import("./put.js"),
  schema: () => import("./schema.js"),
};
