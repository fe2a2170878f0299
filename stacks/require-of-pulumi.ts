import { createRequire } from "node:module";

/** Loads what Pulumi's own copy of a library offers: a program has none of its own. */
export const requireOfPulumi = createRequire(require.resolve("@pulumi/pulumi/package.json"));
