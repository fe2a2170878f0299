/** Calls the cluster's API. The call must succeed. */
export type ClusterCall = (
  method: string,
  path: string,
  body?: object,
  contentType?: string,
  // biome-ignore lint/suspicious/noExplicitAny: tests look into Kubernetes objects of every kind
) => Promise<any>;

/** The path of the Deployment of reader `tool`. */
export const TOOL = "/apis/apps/v1/namespaces/tools/deployments/tool";

/** Deploys the pod of reader `tool`, as another tool would. */
export async function deployTool(k8s: ClusterCall): Promise<void> {
  const labels = { app: "tool" };
  await k8s("POST", "/api/v1/namespaces/tools/serviceaccounts", { metadata: { name: "tool" } });
  const csi = {
    ...{ driver: "secrets-store.csi.k8s.io", readOnly: true },
    volumeAttributes: { secretProviderClass: "tool" },
  };
  const container = {
    ...{ name: "tool", image: "nginx" },
    volumeMounts: [{ name: "secrets", mountPath: "/mnt", readOnly: true }],
  };
  await k8s("POST", "/apis/apps/v1/namespaces/tools/deployments", {
    metadata: { name: "tool", labels: { ...labels, "app.kubernetes.io/managed-by": "Helm" } },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: "tool",
          containers: [container],
          volumes: [{ name: "secrets", csi }],
        },
      },
    },
  });
}
