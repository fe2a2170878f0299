import type { TextRule } from "./text-rule";
import type { NumberRule } from "./whole-number";

/** User or group of a process on Linux. */
export const userId: NumberRule = { least: 0, most: 2_147_483_647 };

export const port: NumberRule = { least: 1, most: 65_535 };

/** Before a probe begins. */
export const seconds: NumberRule = { least: 0, most: 86_400 };

/** Seconds, or tries, of a probe: Kubernetes takes none below 1. */
export const probeNumber: NumberRule = { least: 1, most: 86_400 };

/** An amount of a resource, as Kubernetes's API reference defines `Quantity`. */
export const quantity: TextRule = {
  pattern: /^[0-9]+(\.[0-9]*)?(m|[KMGTPE]i?|k|[eE][-+]?[0-9]+)?$/,
  must: 'an amount, such as "100m" or "64Mi"',
};
