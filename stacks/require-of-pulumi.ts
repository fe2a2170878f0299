import { createRequire } from "node:module";

/** Loads a library from Pulumi's own dependencies: a program has none of its own. */
export const requireOfPulumi = createRequire(require.resolve("@pulumi/pulumi/package.json"));
