import { type Problem, problemIf } from "./problem";

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
