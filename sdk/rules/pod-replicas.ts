import type { NumberRule } from "./whole-number";

/** Number of a Deployment's pods. */
export const podReplicas: NumberRule = { least: 0, most: 10_000 };
