import { type Problem, problemIf } from "./problem";
import type { NumberRule, TextRule } from "./rule";

/** A DNS label of RFC 1123, the form of names of namespaces, volumes and containers. */
export const label: TextRule = {
  pattern: /^(?!.{64})[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
  must: "at most 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit",
};

/** Whether every cluster has a namespace with this name without anybody creating it. */
export function isBuiltInNamespace(name: string): boolean {
  return name === "default" || name.startsWith("kube-");
}

/** A DNS subdomain of RFC 1123, the form of most other Kubernetes names. */
export const subdomain: TextRule = {
  pattern: /^(?!.{254})[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
  must: "at most 253 lower-case letters, digits, hyphens and dots, beginning and ending with a letter or digit",
};

/** A key of a Kubernetes Secret. */
export const secretKey: TextRule = {
  pattern: /^[A-Za-z0-9._-]{1,253}$/,
  must: "a key of at most 253 letters, digits, dots, hyphens and underscores",
};

/** The number of characters that a Deployment's controllers append to its name for a pod: `-` and 10 characters, `-` and 5. */
export const POD_SUFFIX = 17;

/** User or group of a process on Linux. */
export const userId: NumberRule = { least: 0, most: 2_147_483_647 };

export const port: NumberRule = { least: 1, most: 65_535 };

/** Seconds before a probe begins. */
export const seconds: NumberRule = { least: 0, most: 86_400 };

/** Seconds or tries of a probe. Kubernetes accepts none below 1. */
export const probeNumber: NumberRule = { least: 1, most: 86_400 };

/** An amount of a resource, as Kubernetes's API reference defines `Quantity`. */
export const quantity: TextRule = {
  pattern: /^[0-9]+(\.[0-9]*)?(m|[KMGTPE]i?|k|[eE][-+]?[0-9]+)?$/,
  must: 'an amount, such as "100m" or "64Mi"',
};

/** Number of a Deployment's pods. */
export const podReplicas: NumberRule = { least: 0, most: 10_000 };

/** How driver and provider are installed in a cluster, or the Pod Identity agent on its nodes. */
type DriverInstall = "addon" | "helm" | "existing";
type AgentInstall = "addon" | "existing";

/** The default way to install the agent: whoever installed the driver is assumed to have installed the agent. */
export function agentInstall(install: DriverInstall, given?: AgentInstall): AgentInstall {
  return given ?? (install === "existing" ? "existing" : "addon");
}

/** Settings that the way of installing ignores. */
export function unheededSettings(
  install: DriverInstall,
  agent: AgentInstall,
  given: Readonly<Record<string, unknown>>,
): Problem[] {
  const unheeded = (settings: string[], says: string) =>
    settings.flatMap((setting) => (given[setting] === undefined ? [] : problemIf([setting], says)));
  return [
    ...(install === "helm"
      ? []
      : unheeded(
          ["driverVersion", "tokenAudiences"],
          `can be set only with install helm, got install ${install}`,
        )),
    ...(install === "existing"
      ? unheeded(
          ["version", "syncSecrets", "rotationPollInterval"],
          "cannot be set with install existing: the driver that exists keeps its own settings",
        )
      : []),
    ...(agent === "existing"
      ? unheeded(
          ["podIdentityAgentVersion"],
          "cannot be set with podIdentityAgent existing: the agent that exists keeps its own version",
        )
      : []),
  ];
}

const secondsIn: Record<string, number> = { h: 3600, m: 60, s: 1 };

/**
 * How often the driver reads mounted files again. It accepts any Go duration. Zero would read without a pause, and with more than
 * 292 years it would not start. Nobody rotates less often than once a year.
 */
export const rotationPollInterval: TextRule = {
  pattern: /^([0-9]+(\.[0-9]+)?(h|m|s))+$/,
  fits: (text) => {
    const parts = [...text.matchAll(/([0-9.]+)(h|m|s)/g)];
    const total = parts.reduce(
      (sum, [, n, unit = "s"]) => sum + Number(n) * (secondsIn[unit] ?? 0),
      0,
    );
    return total >= 1 && total <= 8760 * 3600;
  },
  must: "a duration from 1s to 8760h, such as 1h or 2m30s",
};
