import type { KubernetesObject } from "../model/object";
import {
  CLUSTER_ROLES,
  CONFIG_MAPS,
  CSI_DRIVERS,
  DAEMON_SETS,
  DEPLOYMENTS,
  EVENTS,
  NAMESPACES,
  NODES,
  PODS,
  qualifiedName,
  type ResourceType,
  SECRETS,
  SERVICE_ACCOUNTS,
  SERVICES,
} from "../model/resource-types";

export interface Column {
  name: string;
  value: (object: KubernetesObject) => string;
  /** Whether only `kubectl get -o wide` shows it. */
  isWide?: boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: a column looks into objects of its kind
type Value = (object: any) => unknown;

export function columnsOf(type: ResourceType): Column[] {
  return COLUMNS[qualifiedName(type)] ?? [NAME, AGE];
}

function column(name: string, value: Value, isWide = false): Column {
  return { name, isWide, value: (object) => textOf(value, object) };
}

/** The sandbox stores objects that Kubernetes would refuse, so a column may miss its value. */
function textOf(value: Value, object: KubernetesObject): string {
  try {
    return String(value(object) ?? "<none>");
  } catch {
    return "<unknown>";
  }
}

const NAME = column("Name", ({ metadata }) => metadata.name);
const AGE = column("Age", ({ metadata }) => ageSince(metadata.creationTimestamp));

const WORKLOAD_WIDE = [
  column("Containers", ({ spec }) => containersOf(spec.template, "name"), true),
  column("Images", ({ spec }) => containersOf(spec.template, "image"), true),
  column("Selector", ({ spec }) => pairs(spec.selector?.matchLabels), true),
];

const COLUMNS: Record<string, Column[]> = {
  [qualifiedName(PODS)]: [
    NAME,
    column("Ready", ({ spec, status }) => {
      const ready = (status?.containerStatuses ?? []).filter(
        (one: { ready: boolean }) => one.ready,
      );
      return `${ready.length}/${spec.containers.length}`;
    }),
    column("Status", ({ status }) => {
      const waiting = status?.containerStatuses?.[0]?.state?.waiting?.reason;
      return waiting ?? status?.phase;
    }),
    column("Restarts", () => 0),
    AGE,
    column("IP", ({ status }) => status?.podIP, true),
    column("Node", ({ spec }) => spec.nodeName, true),
    column("Nominated Node", () => undefined, true),
    column("Readiness Gates", () => undefined, true),
  ],
  [qualifiedName(DEPLOYMENTS)]: [
    NAME,
    column("Ready", ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec.replicas}`),
    column("Up-to-date", ({ status }) => status?.updatedReplicas ?? 0),
    column("Available", ({ status }) => status?.availableReplicas ?? 0),
    AGE,
    ...WORKLOAD_WIDE,
  ],
  [qualifiedName(DAEMON_SETS)]: [
    NAME,
    column("Desired", ({ status }) => status?.desiredNumberScheduled ?? 0),
    column("Current", ({ status }) => status?.currentNumberScheduled ?? 0),
    column("Ready", ({ status }) => status?.numberReady ?? 0),
    column("Up-to-date", ({ status }) => status?.updatedNumberScheduled ?? 0),
    column("Available", ({ status }) => status?.numberAvailable ?? 0),
    column("Node Selector", ({ spec }) => pairs(spec.template?.spec?.nodeSelector)),
    AGE,
    ...WORKLOAD_WIDE,
  ],
  [qualifiedName(NAMESPACES)]: [NAME, column("Status", ({ status }) => status?.phase), AGE],
  [qualifiedName(NODES)]: [
    NAME,
    column("Status", () => "Ready"),
    column("Roles", () => undefined),
    AGE,
    column("Version", ({ status }) => status?.nodeInfo?.kubeletVersion),
  ],
  [qualifiedName(EVENTS)]: [
    column("Last Seen", ({ lastTimestamp }) => ageSince(lastTimestamp)),
    column("Type", ({ type }) => type),
    column("Reason", ({ reason }) => reason),
    column("Object", ({ involvedObject: { kind, name } }) => `${kind.toLowerCase()}/${name}`),
    column("Subobject", () => "", true),
    column("Source", ({ source }) => source?.component, true),
    column("Message", ({ message }) => message.trim()),
    column("First Seen", ({ firstTimestamp }) => ageSince(firstTimestamp), true),
    column("Count", ({ count }) => count, true),
    { ...NAME, isWide: true },
  ],
  [qualifiedName(SERVICES)]: [
    NAME,
    column("Type", ({ spec }) => spec?.type ?? "ClusterIP"),
    column("Cluster-IP", ({ spec }) => spec?.clusterIP),
    column("External-IP", () => undefined),
    column("Port(s)", ({ spec }) => {
      const ports: { port: number; protocol?: string }[] = spec?.ports ?? [];
      return (
        ports.map(({ port, protocol = "TCP" }) => `${port}/${protocol}`).join(",") || undefined
      );
    }),
    AGE,
    column("Selector", ({ spec }) => pairs(spec?.selector), true),
  ],
  [qualifiedName(SERVICE_ACCOUNTS)]: [
    NAME,
    column("Secrets", ({ secrets }) => secrets?.length ?? 0),
    AGE,
  ],
  [qualifiedName(SECRETS)]: [
    NAME,
    column("Type", ({ type }) => type ?? "Opaque"),
    column("Data", ({ data }) => Object.keys(data ?? {}).length),
    AGE,
  ],
  [qualifiedName(CONFIG_MAPS)]: [
    NAME,
    column("Data", ({ binaryData, data }) => {
      return Object.keys({ ...data, ...binaryData }).length;
    }),
    AGE,
  ],
  [qualifiedName(CSI_DRIVERS)]: [
    NAME,
    column("AttachRequired", ({ spec }) => spec?.attachRequired ?? true),
    column("PodInfoOnMount", ({ spec }) => spec?.podInfoOnMount ?? false),
    column("StorageCapacity", ({ spec }) => spec?.storageCapacity ?? false),
    column("TokenRequests", ({ spec }) => {
      const requests: { audience: string }[] = spec?.tokenRequests ?? [];
      return requests.map(({ audience }) => audience).join(",") || "<unset>";
    }),
    column("RequiresRepublish", ({ spec }) => spec?.requiresRepublish ?? false),
    column("Modes", ({ spec }) => spec?.volumeLifecycleModes?.join(",")),
    AGE,
  ],
  [qualifiedName(CLUSTER_ROLES)]: [
    NAME,
    column("Created At", ({ metadata }) => metadata.creationTimestamp),
  ],
};

/** The age as an API server prints it: the two largest units, or one for a long time. */
function ageSince(time: string): string {
  const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(time)) / 1000));
  const [minutes, hours, days] = [60, 3600, 86_400].map((unit) => Math.floor(seconds / unit));
  const two = (large: number, unit: string, rest: number, smaller: string) =>
    rest === 0 ? `${large}${unit}` : `${large}${unit}${rest}${smaller}`;
  if (seconds < 120) return `${seconds}s`;
  if ((minutes ?? 0) < 10) return two(minutes ?? 0, "m", seconds % 60, "s");
  if ((hours ?? 0) < 3) return `${minutes}m`;
  if ((hours ?? 0) < 8) return two(hours ?? 0, "h", (minutes ?? 0) % 60, "m");
  if ((hours ?? 0) < 48) return `${hours}h`;
  if ((days ?? 0) < 8) return two(days ?? 0, "d", (hours ?? 0) % 24, "h");
  return `${days}d`;
}

function containersOf(template: { spec?: { containers?: object[] } }, member: string): string {
  const containers = (template?.spec?.containers ?? []) as Record<string, string>[];
  return containers.map((container) => container[member]).join(",");
}

function pairs(labels: Record<string, string> | undefined): string | undefined {
  const all = Object.entries(labels ?? {}).map(([name, value]) => `${name}=${value}`);
  return all.length > 0 ? all.join(",") : undefined;
}
