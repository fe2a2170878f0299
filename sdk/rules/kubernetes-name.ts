import type { TextRule } from "./text-rule";

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
