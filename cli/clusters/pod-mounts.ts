import type { ResolvedCluster, ResolvedReader } from "../../sdk/grant";
import type { AccountAccess } from "../aws/account-access";
import { withinCluster } from "./found-in-cluster";
import type { ReadObject } from "./kubernetes-objects";

/** What a cluster says of the mount of one running pod. */
export interface PodMount {
  pod: string;
  /** Version of each mounted file, by its name, as the driver has recorded it; undefined where it has no record. */
  versions?: ReadonlyMap<string, string>;
  /** What the driver last said when it could not mount anew. */
  failure?: string;
}

const DRIVER = "secrets-store.csi.k8s.io";
const STATUSES = "apis/secrets-store.csi.x-k8s.io/v1";

/** How long a failure counts, unless it is said again: by default the driver tries every two minutes. In milliseconds. */
const RECENT = 5 * 60_000;

/** The mounts of a reader's running pods; undefined where there is no cluster that is ready. */
export function podMounts(
  cluster: ResolvedCluster,
  reader: ResolvedReader,
  access: AccountAccess,
): Promise<PodMount[] | undefined> {
  return withinCluster(cluster, access, (_, __, read) => mountsOf(reader, read));
}

async function mountsOf(
  { namespace, secretProviderClass, serviceAccount }: ResolvedReader,
  read: ReadObject,
): Promise<PodMount[]> {
  const own = `namespaces/${namespace}`;
  const [pods, statuses, events] = await Promise.all([
    list<Pod>(read, `/api/v1/${own}/pods`),
    list<MountStatus>(read, `/${STATUSES}/${own}/secretproviderclasspodstatuses`),
    list<KubernetesEvent>(read, `/api/v1/${own}/events`),
  ]);
  const running = pods.filter(
    ({ metadata, spec, status }) =>
      spec.serviceAccountName === serviceAccount &&
      status?.phase === "Running" &&
      metadata.deletionTimestamp === undefined &&
      spec.volumes?.some(({ csi }) => isOf(csi, secretProviderClass)),
  );
  return running.map(({ metadata: { name } }) => {
    const found = statuses.find(
      ({ status }) =>
        status?.podName === name && status.secretProviderClassName === secretProviderClass,
    );
    const objects = found?.status?.objects ?? [];
    const failure = failureOf(name, events);
    return {
      pod: name,
      ...(found && { versions: new Map(objects.map(({ id, version }) => [id, version])) }),
      ...(failure !== undefined && { failure }),
    };
  });
}

function isOf(csi: PodVolume["csi"], secretProviderClass: string): boolean {
  return (
    csi?.driver === DRIVER && csi.volumeAttributes?.secretProviderClass === secretProviderClass
  );
}

function failureOf(pod: string, events: readonly KubernetesEvent[]): string | undefined {
  return events.find(
    ({ involvedObject, lastTimestamp, message = "", reason }) =>
      involvedObject.name === pod &&
      (reason === "MountRotationFailed" ||
        (reason === "FailedMount" && message.includes("secrets store objects"))) &&
      Date.parse(lastTimestamp ?? "") > Date.now() - RECENT,
  )?.message;
}

async function list<Item>(read: ReadObject, path: string): Promise<Item[]> {
  const body = await read(path);
  return body === undefined ? [] : JSON.parse(body).items;
}

interface PodVolume {
  csi?: { driver: string; volumeAttributes?: { secretProviderClass?: string } };
}

interface Pod {
  metadata: { name: string; deletionTimestamp?: string };
  spec: { serviceAccountName?: string; volumes?: PodVolume[] };
  status?: { phase?: string };
}

/** What the driver records of a mount. `id` is the name of a file. */
interface MountStatus {
  status?: {
    podName: string;
    secretProviderClassName: string;
    objects?: { id: string; version: string }[];
  };
}

interface KubernetesEvent {
  involvedObject: { name?: string };
  reason?: string;
  message?: string;
  lastTimestamp?: string | null;
}
