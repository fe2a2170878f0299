import { mkdir, rm } from "node:fs/promises";
import type { ClusterRecord } from "../../clusters/records";
import type { Platform } from "../../identity/platform";
import type { KubernetesObject, Volume } from "../../kubernetes/model/object";
import { SECRET_PROVIDER_CLASSES, SERVICE_ACCOUNTS } from "../../kubernetes/model/resource-types";
import { ClusterObjects } from "../../kubernetes/objects/cluster-objects";
import { AgentError } from "../agent/agent-request";
import type { PodIdentityAgent } from "../agent/pod-identity-agent";
import { type Log, MountError } from "../provider/descriptor";
import type { FetchedFile } from "../provider/fetched-file";
import { mount } from "../provider/mount";
import { DRIVER_NAME, type Installed, installedOn } from "./installed";
import type { createNodeCredentials, Node } from "./node";
import { syncSecrets } from "./sync-secrets";
import type { TokenManager } from "./token-manager";

export interface NodeTools {
  platform: Platform;
  tokens: TokenManager;
  agent: PodIdentityAgent;
  nodeCredentials: ReturnType<typeof createNodeCredentials>;
  clock: () => Date;
}

export interface VolumeMount {
  cluster: ClusterRecord;
  node: Node;
  pod: KubernetesObject;
  volume: Volume;
  directory: string;
  /** Whether the volume is already mounted: then its files stay if this mount fails. */
  remount: boolean;
  log: Log;
}

/** Mounts a Secrets Store volume as kubelet, driver and provider do, and returns its files. Throws the text of kubelet's event. */
export async function publishVolume(
  tools: NodeTools,
  request: VolumeMount,
): Promise<FetchedFile[]> {
  const { cluster, directory, node, pod, remount, volume } = request;
  const objects = new ClusterObjects(tools.platform.store, cluster);
  const { driver, tokenRequests, ...installed } = installedOn(objects, node.name);
  if (!tokenRequests) {
    throw new Error(
      `MountVolume.NewMounter initialization failed for volume "${volume.name}" : volume mode "Ephemeral" not supported by driver ${DRIVER_NAME} (no CSIDriver object)`,
    );
  }
  if (!driver) {
    throw failed(
      volume,
      `kubernetes.io/csi: mounter.SetUpAt failed to get CSI client: driver name ${DRIVER_NAME} not found in the list of registered CSI drivers`,
    );
  }
  const className = volume.csi?.volumeAttributes?.secretProviderClass ?? "";
  const { namespace, name } = pod.metadata;
  if (className === "") throw failed(volume, unknown("secretProviderClass is not set"));
  const spc = objects.get(SECRET_PROVIDER_CLASSES, namespace, className);
  if (!spc) {
    throw failed(
      volume,
      unknown(
        `failed to get secretproviderclass ${namespace}/${className}, error: SecretProviderClass.secrets-store.csi.x-k8s.io "${className}" not found`,
      ),
    );
  }
  if (volume.csi?.readOnly !== true) {
    throw failed(
      volume,
      "rpc error: code = InvalidArgument desc = Readonly is not true in request",
    );
  }
  let files: FetchedFile[];
  try {
    if (spc.spec?.provider !== "aws" || !installed.provider) {
      const provider = String(spc.spec?.provider ?? "");
      throw new Error(
        `error connecting to provider "${provider}": provider not found: provider "${provider}"`,
      );
    }
    await mkdir(directory, { recursive: true, mode: 0o700 });
    files = await mountContent(tools, request, spc, { ...installed, tokenRequests });
  } catch (error) {
    if (!remount) await rm(directory, { recursive: true, force: true });
    const reason =
      error instanceof MountError
        ? unknown(error.message)
        : error instanceof Error
          ? error.message
          : String(error);
    throw failed(
      volume,
      unknown(`failed to mount secrets store objects for pod ${namespace}/${name}, err: ${reason}`),
    );
  }
  if (driver.syncsSecrets) await syncSecrets(objects, spc, pod, directory);
  return files;
}

async function mountContent(
  tools: NodeTools,
  { cluster, node, pod, volume, directory, log }: VolumeMount,
  spc: KubernetesObject,
  installed: Installed & Required<Pick<Installed, "tokenRequests">>,
): Promise<FetchedFile[]> {
  const { platform, clock } = tools;
  const { namespace = "" } = pod.metadata;
  const serviceAccountName = String(pod.spec?.serviceAccountName);
  const objects = new ClusterObjects(platform.store, cluster);
  const serviceAccount = objects.require(SERVICE_ACCOUNTS, namespace, serviceAccountName);
  const tokens: Record<string, string> = {};
  for (const { audience, expirationSeconds } of installed.tokenRequests) {
    tokens[audience] = await tools.tokens({
      cluster,
      pod,
      serviceAccount,
      audience,
      expirationSeconds,
      now: clock(),
    });
  }
  const { secretProviderClass: _, ...attributes } = volume.csi?.volumeAttributes ?? {};
  return mount(
    {
      endpoint: platform.endpoint,
      clock,
      log,
      podCredentials: (token) => {
        const generation = installed.podIdentityAgent;
        if (!generation) {
          // Nothing answers if no agent has taken its address on the node.
          throw new AgentError(
            500,
            'failed to load credentials, exceeded maximum number of attempts, 3, request send failed, Get "http://169.254.170.23/v1/credentials": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
          );
        }
        return tools.agent({
          cluster,
          generation,
          token,
          node: () => tools.nodeCredentials(node, clock()),
          now: clock(),
        });
      },
    },
    {
      // The volume's own attributes override the class: the class is no boundary.
      attributes: { ...(spc.spec?.parameters as Record<string, string>), ...attributes },
      namespace,
      serviceAccount: serviceAccountName,
      annotations: serviceAccount.metadata.annotations ?? {},
      tokens: installed.tokenRequests.length > 0 ? tokens : undefined,
      directory,
      nodeRegion: cluster.region,
    },
  );
}

function failed(volume: Volume, reason: string): Error {
  return new Error(`MountVolume.SetUp failed for volume "${volume.name}" : ${reason}`);
}

function unknown(description: string): string {
  return `rpc error: code = Unknown desc = ${description}`;
}
