import type { Command } from "commander";

type Load = () => Promise<{ command(): Command }>;

/** All verbs, by their group in the help and their name. A verb's file is only loaded when it is needed. */
export const verbGroups: Record<string, Record<string, Load>> = {
  Deploy: {
    plan: () => import("./plan/index.js"),
    preview: () => import("./preview/index.js"),
    up: () => import("./up.js"),
    refresh: () => import("./refresh.js"),
    revoke: () => import("./revoke/index.js"),
    destroy: () => import("./destroy.js"),
  },
  Look: {
    status: () => import("./status/index.js"),
    prove: () => import("./prove/index.js"),
    verify: () => import("./verify/index.js"),
    doctor: () => import("./doctor/index.js"),
    "who-can-read": () => import("./who-can-read.js"),
    "what-can-read": () => import("./what-can-read.js"),
    "blast-radius": () => import("./blast-radius.js"),
    evaluate: () => import("./evaluate.js"),
    summary: () => import("./summary/index.js"),
    report: () => import("./report/index.js"),
    graph: () => import("./graph.js"),
  },
  Values: {
    put: () => import("./put/index.js"),
    restore: () => import("./restore/index.js"),
  },
  "Set up": {
    init: () => import("./init/index.js"),
    adopt: () => import("./adopt/index.js"),
    check: () => import("./check.js"),
    guard: () => import("./guard/index.js"),
    migrate: () => import("./migrate.js"),
    permissions: () => import("./permissions/index.js"),
    schema: () => import("./schema.js"),
    completion: () => import("./completion.js"),
    sandbox: () => import("./sandbox.js"),
  },
};

/** Every verb by its name. */
export const verbs: Record<string, Load> = Object.assign({}, ...Object.values(verbGroups));
