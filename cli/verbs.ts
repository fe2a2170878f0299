import type { Command } from "commander";

/** Every verb by its name; its file is loaded only when it is asked for. */
export const verbs: Record<string, () => Promise<{ command(): Command }>> = {
  "blast-radius": () => import("./blast-radius.js"),
  check: () => import("./check.js"),
  destroy: () => import("./destroy.js"),
  evaluate: () => import("./evaluate.js"),
  graph: () => import("./graph.js"),
  init: () => import("./init.js"),
  plan: () => import("./plan.js"),
  preview: () => import("./preview.js"),
  prove: () => import("./prove.js"),
  put: () => import("./put.js"),
  refresh: () => import("./refresh.js"),
  report: () => import("./report.js"),
  schema: () => import("./schema.js"),
  status: () => import("./status.js"),
  up: () => import("./up.js"),
  verify: () => import("./verify.js"),
  "what-can-read": () => import("./what-can-read.js"),
  "who-can-read": () => import("./who-can-read.js"),
};
