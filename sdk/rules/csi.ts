import { type Problem, problemIf } from "./problem";
import type { TextRule } from "./rule";

/** How driver and provider get into a cluster, or the Pod Identity agent onto its nodes. */
type DriverInstall = "addon" | "helm" | "existing";
type AgentInstall = "addon" | "existing";

/** How the agent is installed where nobody says it: whoever has installed the driver has installed the agent. */
export function agentInstall(install: DriverInstall, given?: AgentInstall): AgentInstall {
  return given ?? (install === "existing" ? "existing" : "addon");
}

/** Settings that the way of installing would not heed. */
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

const seconds: Record<string, number> = { h: 3600, m: 60, s: 1 };

/**
 * How often the driver reads mounted files anew. It takes whatever Go reads as a duration: zero would read without a pause, and
 * beyond 292 years it would not start. A year is rarer than anybody rotates.
 */
export const rotationPollInterval: TextRule = {
  pattern: /^([0-9]+(\.[0-9]+)?(h|m|s))+$/,
  fits: (text) => {
    const parts = [...text.matchAll(/([0-9.]+)(h|m|s)/g)];
    const total = parts.reduce(
      (sum, [, n, unit = "s"]) => sum + Number(n) * (seconds[unit] ?? 0),
      0,
    );
    return total >= 1 && total <= 8760 * 3600;
  },
  must: "a duration from 1s to 8760h, such as 1h or 2m30s",
};
