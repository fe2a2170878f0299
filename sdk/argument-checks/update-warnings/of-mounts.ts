import * as pulumi from "@pulumi/pulumi";
import { lost } from "../../change-losses/loss";
import { shown } from "../../rules/problem";
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

/** Whether an argument is known before and after, and differs. */
export function changed<T>(before: T | undefined, after: T | undefined): boolean {
  return areKnown(before, after) && JSON.stringify(before) !== JSON.stringify(after);
}

/** The keys of entries that a list no longer has. Empty while any part of the list is unknown. */
export function gone<T>(
  before: readonly T[] | undefined,
  after: readonly T[] | undefined,
  keyOf: (item: T) => string,
): string[] {
  if (!areKnown(before, after)) return [];
  const left = new Set(after?.map(keyOf));
  return [...new Set(before?.map(keyOf))].filter((key) => !left.has(key));
}

/** `ARGUMENT changes from "a" to "b"`. */
export function change(argument: string, before: unknown, after: unknown): string {
  return `${argument} changes from ${shown(before)} to ${shown(after)}`;
}

/** A sentence about a new condition on the readers' organization, if there is one. */
export function organizationLosses(
  { organizationId: before }: { organizationId?: string },
  { organizationId: after }: { organizationId?: string },
): string[] {
  if (after === undefined || !changed(before, after)) return [];
  return [`organizationId: readers of accounts outside organization ${after} are cut off`];
}

function areKnown(...values: unknown[]): boolean {
  return !values.some(hasUnknown);
}

function hasUnknown(value: unknown): boolean {
  if (pulumi.isUnknown(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(hasUnknown);
}
