import type { KubernetesObject, PodSpec } from "../../kubernetes/model/object";
import { CLUSTER_ROLES, CSI_DRIVERS, DAEMON_SETS } from "../../kubernetes/model/resource-types";
import {
  AGENT_CONTAINER,
  DRIVER_CONTAINER,
  PROVIDER_CONTAINER,
  SYNC_ROLE,
} from "../../kubernetes/objects/charts";
import type { ClusterObjects } from "../../kubernetes/objects/cluster-objects";
import type { AgentGeneration } from "../agent/agent-request";
import { podsOfDaemonSet } from "../objects/owned-pods";
import { isReady } from "../objects/pod-status";

export const DRIVER_NAME = "secrets-store.csi.k8s.io";

/** What runs on a node, by the cluster's objects. */
export interface Installed {
  podIdentityAgent?: AgentGeneration;
  /** The CSIDriver's token requests. Undefined if there is no CSIDriver. */
  tokenRequests?: { audience: string; expirationSeconds?: number }[];
  driver?: { syncsSecrets: boolean };
  /** ASCP. */
  provider: boolean;
}

const DEFAULT_INTERVAL = "2m";
const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Reads what is installed from the ready pods of the DaemonSets and the CSIDriver, whoever made them. `node`: its name. */
export function installedOn(objects: ClusterObjects, node: string): Installed {
  const daemonSets = objects
    .list(DAEMON_SETS)
    .filter((set) =>
      podsOfDaemonSet(objects, set).some((pod) => pod.spec?.nodeName === node && isReady(pod)),
    );
  const csiDriver = objects.get(CSI_DRIVERS, undefined, DRIVER_NAME);
  const driverSet = daemonSets.find((set) => runs(set, DRIVER_CONTAINER));
  const agent = daemonSets.find((set) => runs(set, AGENT_CONTAINER));
  return {
    ...(agent && { podIdentityAgent: generationOf(agent) }),
    provider: daemonSets.some((set) => runs(set, PROVIDER_CONTAINER)),
    ...(csiDriver && { tokenRequests: tokenRequests(csiDriver) }),
    ...(driverSet && {
      driver: {
        syncsSecrets: objects.get(CLUSTER_ROLES, undefined, SYNC_ROLE) !== undefined,
      },
    }),
  };
}

/** Milliseconds between two fetches of mounted secrets; undefined without rotation. */
export function rotationIntervalOf(objects: ClusterObjects): number | undefined {
  const driverSet = objects.list(DAEMON_SETS).find((set) => runs(set, DRIVER_CONTAINER));
  return driverSet && rotationInterval(driverSet);
}

/** Milliseconds in a Go duration, e.g. `2m` or `1h30m`. */
function milliseconds(duration: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(duration)) return undefined;
  let total = 0;
  for (const [, count, unit] of duration.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
    total += Number(count) * (UNITS[unit ?? ""] ?? 0);
  }
  return total;
}

function runs(daemonSet: KubernetesObject, container: string): boolean {
  return podSpecOf(daemonSet)?.containers?.some(({ name }) => name === container) ?? false;
}

/** An image has the agent's or the add-on's version. An unknown one counts as 0.2, which keeps credentials longer. */
function generationOf(daemonSet: KubernetesObject): AgentGeneration {
  const agent = podSpecOf(daemonSet)?.containers.find(({ name }) => name === AGENT_CONTAINER);
  return /:v?(0\.1|1\.[0-3])\./.test(agent?.image ?? "") ? "0.1" : "0.2";
}

function podSpecOf({ spec }: KubernetesObject): PodSpec | undefined {
  return (spec?.template as { spec?: PodSpec } | undefined)?.spec;
}

function tokenRequests({ spec }: KubernetesObject): { audience: string }[] {
  const requests = spec?.tokenRequests;
  return Array.isArray(requests) ? requests : [];
}

function rotationInterval(driverSet: KubernetesObject): number | undefined {
  const args = podSpecOf(driverSet)?.containers.flatMap((container) => container.args ?? []) ?? [];
  if (!args.includes("--enable-secret-rotation=true")) return undefined;
  const flag = "--rotation-poll-interval=";
  const given = args.find((arg) => arg.startsWith(flag))?.slice(flag.length);
  return milliseconds(given ?? DEFAULT_INTERVAL) ?? milliseconds(DEFAULT_INTERVAL);
}
