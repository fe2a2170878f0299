import type { NumberRule, TextRule } from "./rule";

/** A DNS label of RFC 1123, as namespaces, volumes and containers have. */
export const label: TextRule = {
  pattern: /^(?!.{64})[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
  must: "at most 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit",
};

/** Whether every cluster has a namespace of this name, which nobody creates. */
export function isBuiltInNamespace(name: string): boolean {
  return name === "default" || name.startsWith("kube-");
}

/** A DNS subdomain of RFC 1123, as most other Kubernetes objects have. */
export const subdomain: TextRule = {
  pattern: /^(?!.{254})[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
  must: "at most 253 lower-case letters, digits, hyphens and dots, beginning and ending with a letter or digit",
};

/** A key of a Kubernetes Secret. */
export const secretKey: TextRule = {
  pattern: /^[A-Za-z0-9._-]{1,253}$/,
  must: "a key of at most 253 letters, digits, dots, hyphens and underscores",
};

/** What a Deployment's controllers add to its name for a pod: `-` and 10 characters, `-` and 5. */
export const POD_SUFFIX = 17;

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

/** Number of a Deployment's pods. */
export const podReplicas: NumberRule = { least: 0, most: 10_000 };
