import { asMapping } from "iam-proof/collections";
import type { KubernetesObject } from "../model/object";

export type ChartName =
  | "eks-pod-identity-agent"
  | "secrets-store-csi-driver"
  | "secrets-store-csi-driver-provider-aws";

/** Values of a chart, from a Helm release or an add-on's configuration. */
export type ChartValues = Record<string, unknown>;

export interface ChartRequest {
  chart: ChartName;
  /** Name of the release or add-on. */
  release: string;
  namespace: string;
  version: string;
  values: ChartValues;
}

/** Names of the containers by which the sandbox's node recognises its programs. */
export const AGENT_CONTAINER = "eks-pod-identity-agent";
export const DRIVER_CONTAINER = "secrets-store";
export const PROVIDER_CONTAINER = "provider-aws-installer";
/** The role with which the driver writes Kubernetes Secrets. Its chart creates it with `syncSecret.enabled`. */
export const SYNC_ROLE = "secretprovidersyncing-role";

const PROVIDER_AUDIENCES = [
  { audience: "sts.amazonaws.com" },
  { audience: "pods.eks.amazonaws.com" },
];

/** The objects of a chart, as far as pods and their mounts depend on them. */
export function chartObjects({
  chart,
  release,
  namespace,
  version,
  values,
}: ChartRequest): KubernetesObject[] {
  switch (chart) {
    case "eks-pod-identity-agent":
      return [daemonSet("eks-pod-identity-agent", namespace, AGENT_CONTAINER, version)];
    case "secrets-store-csi-driver":
      return driverObjects(release, namespace, version, values);
    case "secrets-store-csi-driver-provider-aws": {
      const provider = daemonSet(
        suffixed(release, "secrets-store-csi-driver-provider-aws"),
        namespace,
        PROVIDER_CONTAINER,
        version,
      );
      const driver = asMapping(values["secrets-store-csi-driver"]);
      if (driver.install === false) return [provider];
      const withAudiences = { tokenRequests: PROVIDER_AUDIENCES, ...driver };
      return [provider, ...driverObjects(release, namespace, version, withAudiences)];
    }
  }
}

function driverObjects(
  release: string,
  namespace: string,
  version: string,
  values: ChartValues,
): KubernetesObject[] {
  const rotation = values.enableSecretRotation === true;
  const interval =
    typeof values.rotationPollInterval === "string" ? values.rotationPollInterval : "2m";
  const objects: KubernetesObject[] = [
    {
      apiVersion: "storage.k8s.io/v1",
      kind: "CSIDriver",
      metadata: { name: "secrets-store.csi.k8s.io" },
      spec: {
        podInfoOnMount: true,
        attachRequired: false,
        volumeLifecycleModes: ["Ephemeral"],
        tokenRequests: Array.isArray(values.tokenRequests) ? values.tokenRequests : [],
        requiresRepublish: rotation,
      },
    },
    daemonSet(
      suffixed(release, "secrets-store-csi-driver"),
      namespace,
      DRIVER_CONTAINER,
      version,
      rotation ? ["--enable-secret-rotation=true", `--rotation-poll-interval=${interval}`] : [],
    ),
  ];
  if (asMapping(values.syncSecret).enabled === true) {
    objects.push({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name: SYNC_ROLE },
      rules: [
        {
          apiGroups: [""],
          resources: ["secrets"],
          verbs: ["create", "delete", "get", "list", "patch", "update", "watch"],
        },
      ],
    });
  }
  return objects;
}

function daemonSet(
  name: string,
  namespace: string,
  container: string,
  version: string,
  args: string[] = [],
): KubernetesObject {
  const labels = { "app.kubernetes.io/name": name };
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name, namespace, labels },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: container, image: `${container}:${version}`, args }] },
      },
    },
  };
}

/** Helm's naming rule: only the release's name if it contains the chart's name. */
function suffixed(release: string, chart: string): string {
  return release.includes(chart) ? release : `${release}-${chart}`;
}
