import { lost } from "../../losses/words";
import { change, changed, gone } from "./changed";
import type { Losses } from "./tell-losses";

interface MountArgs {
  namespace?: string;
  secretProviderClass?: string;
  objects?: { objectName: string; objectAlias?: string }[];
  secretObjects?: { secretName: string }[];
}

interface CsiArgs {
  clusterName?: string;
  install?: string;
  podIdentityAgent?: string;
  syncSecrets?: boolean;
  tokenAudiences?: string[];
}

export const secretMountLosses: Losses<MountArgs> = (before, after) => [
  ...(["namespace", "secretProviderClass"] as const).flatMap((argument) => {
    const [old, now] = [before[argument], after[argument]];
    if (!changed(old, now)) return [];
    return `${change(argument, old, now)}: the former SecretProviderClass is deleted, and pods that mount it no longer start`;
  }),
  ...gone(
    before.objects,
    after.objects,
    ({ objectAlias, objectName }) => objectAlias ?? objectName,
  ).map((file) => `objects: file ${file} is mounted no longer`),
  ...gone(before.secretObjects, after.secretObjects, ({ secretName }) => secretName).map(
    (secret) =>
      `secretObjects: Kubernetes Secret ${secret} is copied no longer, and deleted once no pod mounts it`,
  ),
];

export const secretsStoreCsiLosses: Losses<CsiArgs> = (before, after) => [
  ...(changed(before.clusterName, after.clusterName)
    ? [
        `${change("clusterName", before.clusterName, after.clusterName)}: what is installed in the former cluster is removed, and its pods mount no secrets any more`,
      ]
    : []),
  ...installLosses(before, after),
  ...gone(before.tokenAudiences, after.tokenAudiences, String).map(
    (audience) => `tokenAudiences: tokens for ${audience} are made no longer`,
  ),
];

function installLosses(before: CsiArgs, after: CsiArgs): string[] {
  const { install: old = "addon", podIdentityAgent: agent, syncSecrets } = before;
  const { install = "addon", podIdentityAgent } = after;
  const losses: string[] = [];
  if (old !== install && old !== "existing") {
    losses.push(`${change("install", old, install)}: ${lost.driverForAWhile}`);
  }
  const hasAgent = (one: string | undefined, driver: string) =>
    (one ?? (driver === "existing" ? "existing" : "addon")) === "addon";
  if (hasAgent(agent, old) && !hasAgent(podIdentityAgent, install)) {
    losses.push(
      "podIdentityAgent: the agent's add-on is removed, and pods get no credentials unless the agent is there by other means",
    );
  }
  if (syncSecrets === true && after.syncSecrets !== true) {
    losses.push("syncSecrets: values are copied into Kubernetes Secrets no longer");
  }
  return losses;
}
