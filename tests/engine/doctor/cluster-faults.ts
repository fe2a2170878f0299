import { setTimeout } from "node:timers/promises";
import { writeInventory } from "../harness";
import type { Fault } from "./fault";
import { INVENTORY } from "./inventory";
import { associated, deleted, patched, podMade, podsPatched } from "./planting";
import type { Scene } from "./scene";
import { TOOL } from "./tool";

const ACCOUNTS = "/api/v1/namespaces/shop/serviceaccounts";
const DEPLOYMENTS = "/apis/apps/v1/namespaces/shop/deployments";
const CLASSES = "/apis/secrets-store.csi.x-k8s.io/v1/namespaces";
const classOf = (reader: string) => `${CLASSES}/shop/secretproviderclasses/${reader}`;
const AGENT = "/apis/apps/v1/namespaces/kube-system/daemonsets/eks-pod-identity-agent";
const ASCP = "/apis/apps/v1/namespaces/aws-secrets-manager/daemonsets";
const DRIVER = `${ASCP}/aws-secrets-store-csi-driver-provider`;
const PROVIDER = `${DRIVER}-secrets-store-csi-driver-provider-aws`;
const CSI_DRIVER = "/apis/storage.k8s.io/v1/csidrivers/secrets-store.csi.k8s.io";
const NO_IMAGE = "registry.invalid/shop/nginx:1";
const ELSEWHERE = { nodeSelector: { "kubernetes.io/hostname": "another" } };

/** Gives the first container of a workload an image that does not exist. */
async function withoutImage(scene: Scene, path: string) {
  const [first] = (await scene.k8s("GET", path)).spec.template.spec.containers;
  return podsPatched(scene, path, { containers: [{ ...first, image: NO_IMAGE }] });
}

/** Changes the volume of the pod of reader `tool`. */
async function withVolume(scene: Scene, csi: object) {
  const [volume] = (await scene.k8s("GET", TOOL)).spec.template.spec.volumes;
  return podsPatched(scene, TOOL, { volumes: [{ ...volume, csi: { ...volume.csi, ...csi } }] });
}

const parameters = (change: Record<string, string | null>) => ({ spec: { parameters: change } });

/** Faults of the service account and its pods. */
export const POD_FAULTS: readonly Fault[] = [
  {
    name: "the inventory names a cluster that is not there",
    ...{ reader: "own", step: "cluster", cause: "EPS-701", names: "shopp" },
    mend: /clusters\.shop/,
    plant: async ({ data }) => {
      writeInventory(data, INVENTORY.replace("  shop:\n", "  shop:\n    name: shopp\n"));
      return async () => writeInventory(data, INVENTORY);
    },
  },
  {
    name: "it is deleted",
    ...{ reader: "own", step: "service-account", cause: "EPS-602", names: "shop/own" },
    mend: "commands",
    plant: (scene) => deleted(scene, `${ACCOUNTS}/own`),
  },
  {
    name: "another tool's pod runs under another service account",
    ...{ reader: "tool", step: "pods", cause: "EPS-604", names: /tool-.*default/ },
    mend: /serviceAccountName: tool/,
    plant: (scene) => podsPatched(scene, TOOL, { serviceAccountName: "default" }),
  },
  {
    name: "another tool's pod mounts another class",
    ...{ reader: "tool", step: "pods", cause: "EPS-605", names: /tool-.*typo/ },
    mend: /secretProviderClass: tool/,
    plant: (scene) => withVolume(scene, { volumeAttributes: { secretProviderClass: "typo" } }),
  },
  {
    name: "the volume of another tool's pod is not read-only",
    ...{ reader: "tool", step: "file", cause: "EPS-252", names: "tool-" },
    mend: /`readOnly: true`/,
    plant: (scene) => withVolume(scene, { readOnly: false }),
  },
  {
    name: "the image of another tool's pod cannot be pulled",
    ...{ reader: "tool", step: "pods", cause: "EPS-607", names: "tool-" },
    mend: /image/,
    plant: (scene) => withoutImage(scene, TOOL),
  },
  {
    name: "no node takes a pod, for more than two minutes",
    ...{ reader: "limits", step: "pods", cause: "EPS-606", names: "pod waiting", stays: true },
    mend: /[Ll]et a node take the pod/,
    plant: async (scene) => {
      const undo = await podMade(scene, "waiting", "limits", { nodeSelector: { disk: "fast" } });
      await setTimeout(122_000);
      return undo;
    },
  },
  {
    name: "the Deployment is deleted",
    ...{ reader: "own", step: "pods", cause: "EPS-603", names: "shop/own", stays: true },
    mend: "commands",
    plant: (scene) => deleted(scene, `${DEPLOYMENTS}/own`),
  },
  {
    name: "the Deployment has no replicas",
    ...{ reader: "own", step: "pods", cause: "EPS-603", names: "shop/own", stays: true },
    mend: "commands",
    plant: (scene) => patched(scene, `${DEPLOYMENTS}/own`, { spec: { replicas: 0 } }),
  },
  {
    name: "the pod of a program that asks for itself is older than the association",
    ...{ reader: "tool", step: "webhook", cause: "EPS-378", names: "tool-", stays: true },
    mend: "commands",
    plant: async (scene) => {
      const again = await associated(scene, "tool", () => undefined);
      const container = { name: "tool", image: "nginx" };
      const undo = await podsPatched(scene, TOOL, { containers: [container], volumes: null });
      await scene.control.remount("tool");
      await again();
      return undo;
    },
    isMended: async (scene) => {
      const { reader } = await scene.doctor("tool");
      const volumeMounts = [{ name: "secrets", mountPath: "/mnt", readOnly: true }];
      const volumeAttributes = { secretProviderClass: "tool" };
      const csi = { driver: "secrets-store.csi.k8s.io", readOnly: true, volumeAttributes };
      await podsPatched(scene, TOOL, {
        containers: [{ name: "tool", image: "nginx", volumeMounts }],
        volumes: [{ name: "secrets", csi }],
      });
      return reader.answer === undefined;
    },
  },
];

/** Faults of the agent, the driver and the provider. */
export const NODE_FAULTS: readonly Fault[] = [
  {
    name: "its add-on is deleted",
    ...{ reader: "own", step: "agent", cause: "EPS-156", names: "Pod Identity agent" },
    mend: "commands",
    plant: async ({ pods: { eks } }) => {
      const addon = { clusterName: "shop", addonName: "eks-pod-identity-agent" };
      await eks.deleteAddon(addon);
      return () => eks.createAddon(addon);
    },
  },
  {
    name: "its DaemonSet is deleted",
    ...{ reader: "own", step: "agent", cause: "EPS-156", names: "Pod Identity agent" },
    mend: "commands",
    plant: (scene) => deleted(scene, AGENT),
  },
  {
    name: "it is not on the pod's node",
    ...{ reader: "orders", step: "agent", cause: "EPS-156", names: /ip-10-/ },
    mend: "commands",
    plant: (scene) => podsPatched(scene, AGENT, ELSEWHERE),
  },
  {
    name: "its image cannot be pulled",
    ...{ reader: "own", step: "agent", cause: "EPS-156", names: /ip-10-/ },
    mend: "commands",
    plant: (scene) => withoutImage(scene, AGENT),
  },
  {
    name: "its DaemonSet is deleted",
    ...{ reader: "own", step: "driver", cause: "EPS-150", names: "CSI driver" },
    mend: "commands",
    plant: (scene) => deleted(scene, DRIVER),
  },
  {
    name: "it is not on the pod's node",
    ...{ reader: "tool", step: "driver", cause: "EPS-150", names: /ip-10-/ },
    mend: "commands",
    plant: (scene) => podsPatched(scene, DRIVER, ELSEWHERE),
  },
  {
    name: "its CSIDriver is deleted",
    ...{ reader: "own", step: "driver", cause: "EPS-151", names: "CSI driver" },
    mend: "commands",
    plant: (scene) => deleted(scene, CSI_DRIVER),
  },
  {
    name: "its DaemonSet is deleted",
    ...{ reader: "sealed", step: "provider", cause: "EPS-153", names: "ASCP" },
    mend: "commands",
    plant: (scene) => deleted(scene, PROVIDER),
  },
  {
    name: "its image cannot be pulled",
    ...{ reader: "own", step: "provider", cause: "EPS-153", names: /ip-10-/ },
    mend: "commands",
    plant: (scene) => withoutImage(scene, PROVIDER),
  },
  {
    name: "the driver asks for no token",
    ...{ reader: "own", step: "audiences", cause: "EPS-350", names: "pods.eks.amazonaws.com" },
    mend: "commands",
    plant: (scene) => patched(scene, CSI_DRIVER, { spec: { tokenRequests: [] } }),
  },
  {
    name: "the driver asks for the token of IRSA alone",
    ...{ reader: "ledger", step: "audiences", cause: "EPS-351", names: "pods.eks.amazonaws.com" },
    mend: "commands",
    plant: (scene) =>
      patched(scene, CSI_DRIVER, { spec: { tokenRequests: [{ audience: "sts.amazonaws.com" }] } }),
  },
];

/** Faults of the SecretProviderClass. */
export const CLASS_FAULTS: readonly Fault[] = [
  {
    name: "it is deleted",
    ...{ reader: "own", step: "provider-class", cause: "EPS-250", names: "shop/own" },
    mend: "commands",
    plant: (scene) => deleted(scene, classOf("own")),
  },
  {
    name: "its objects are another secret",
    ...{ reader: "own", step: "provider-class", cause: "EPS-201", names: "lacks own" },
    mend: "commands",
    plant: (scene) =>
      patched(
        scene,
        classOf("own"),
        parameters({
          objects: '[{"objectName":"other","objectType":"secretsmanager","objectAlias":"value"}]',
        }),
      ),
  },
  {
    name: "its objects are more than the inventory grants",
    ...{ reader: "own", step: "provider-class", cause: "EPS-201" },
    ...{ names: "names other, which the inventory does not grant", mend: "commands" },
    plant: async (scene) => {
      const path = classOf("own");
      const { objects } = (await scene.k8s("GET", path)).spec.parameters;
      const text = `${objects.trimEnd()}\n- { objectName: other, objectType: secretsmanager }\n`;
      return patched(scene, path, parameters({ objects: text }));
    },
  },
  {
    name: "its file has another name",
    ...{ reader: "config", step: "provider-class", cause: "EPS-201", names: "shop/config" },
    mend: "commands",
    plant: async (scene) => {
      const path = classOf("config");
      const { objects } = (await scene.k8s("GET", path)).spec.parameters;
      const text = objects.replace(/objectAlias: "?value"?/, "objectAlias: typo");
      return patched(scene, path, parameters({ objects: text }));
    },
  },
  {
    name: "it does not say usePodIdentity",
    ...{ reader: "orders", step: "provider-class", cause: "EPS-352", names: "usePodIdentity" },
    mend: "commands",
    plant: (scene) => patched(scene, classOf("orders"), parameters({ usePodIdentity: null })),
  },
  {
    name: "it says usePodIdentity among its objects",
    ...{ reader: "own", step: "provider-class", cause: "EPS-352", names: "usePodIdentity" },
    mend: "commands",
    plant: async (scene) => {
      const path = classOf("own");
      const { objects } = (await scene.k8s("GET", path)).spec.parameters;
      const text = `${objects.trimEnd()}\n  usePodIdentity: "true"\n`;
      return patched(scene, path, parameters({ objects: text, usePodIdentity: null }));
    },
  },
  {
    name: "it is of another provider",
    ...{ reader: "own", step: "provider-class", cause: "EPS-205", names: "must be aws" },
    mend: "commands",
    plant: (scene) => patched(scene, classOf("own"), { spec: { provider: "vault" } }),
  },
  {
    name: "it reads in another region",
    ...{ reader: "tagged", step: "provider-class", cause: "EPS-203", names: "region" },
    mend: "commands",
    plant: (scene) => patched(scene, classOf("tagged"), parameters({ region: "eu-west-1" })),
  },
  {
    name: "somebody has added a parameter",
    ...{ reader: "own", step: "provider-class", cause: "EPS-203", names: "other settings" },
    mend: "commands",
    plant: (scene) => patched(scene, classOf("own"), parameters({ failoverRegion: "us-east-1" })),
  },
  {
    name: "another tool made it, with other objects",
    ...{ reader: "tool", step: "provider-class", cause: "EPS-204", names: "Helm" },
    mend: /another name/,
    plant: (scene) =>
      patched(scene, `${CLASSES}/tools/secretproviderclasses/tool`, {
        metadata: { labels: { "app.kubernetes.io/managed-by": "Helm" } },
        ...parameters({ objects: '[{"objectName":"other","objectType":"secretsmanager"}]' }),
      }),
  },
];
