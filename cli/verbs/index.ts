import type { Command } from "commander";

/** Every verb by its name; its file is loaded only when it is asked for. */
export const verbs: Record<string, () => Promise<{ command(): Command }>> = {
  "blast-radius": () => import("./blast-radius.js"),
  check: () => import("./check.js"),
  destroy: () => import("./destroy.js"),
  evaluate: () => import("./evaluate.js"),
  graph: () => import("./graph.js"),
  init: () => import("./init/index.js"),
  migrate: () => import("./migrate.js"),
  permissions: () => import("./permissions.js"),
  plan: () => import("./plan/index.js"),
  preview: () => import("./preview/index.js"),
  prove: () => import("./prove/index.js"),
  put: () => import("./put/index.js"),
  refresh: () => import("./refresh.js"),
  report: () => import("./report/index.js"),
  restore: () => import("./restore/index.js"),
  revoke: () => import("./revoke/index.js"),
  sandbox: () => import("./sandbox.js"),
  schema: () => import("./schema.js"),
  status: () => import("./status/index.js"),
  summary: () => import("./summary/index.js"),
  up: () => import("./up.js"),
  verify: () => import("./verify/index.js"),
  "what-can-read": () => import("./what-can-read.js"),
  "who-can-read": () => import("./who-can-read.js"),
};
