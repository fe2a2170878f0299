import type { KubernetesObject } from "../running/api-client";
import { type Rights, VALUE } from "./replays";

const RBAC = "rbac.authorization.k8s.io";

const named = (name: string, namespace?: string, labels: object = {}) =>
  ({ name, ...(namespace && { namespace }), labels }) as KubernetesObject["metadata"];

const containers = (name: string) => [{ name, image: "busybox" }];

function podOf(name: string, serviceAccountName: string): KubernetesObject {
  return {
    ...{ apiVersion: "v1", kind: "Pod", metadata: named(name, "orders") },
    spec: { serviceAccountName, containers: containers("main") },
  };
}

/** A cluster with a reader's service account, pod, class and copied Secret, an operator that may do everything, and the agent. */
export function attackedObjects(): KubernetesObject[] {
  const enforce = "pod-security.kubernetes.io/enforce";
  const core = { apiVersion: "v1" };
  return [
    ...["orders", "other", "spare", "attackers", "free"].map((name) => ({
      ...{ ...core, kind: "Namespace" },
      metadata: named(name, undefined, name === "free" ? {} : { [enforce]: "baseline" }),
    })),
    ...[
      ["web", "orders"],
      ["batch", "orders"],
      ["operator", "other"],
    ].map(([name = "", namespace]) => ({
      ...{ ...core, kind: "ServiceAccount", metadata: named(name, namespace) },
    })),
    podOf("web-1", "web"),
    podOf("batch-1", "batch"),
    { ...core, kind: "Secret", metadata: named("copy", "orders"), stringData: { value: VALUE } },
    { ...core, kind: "ConfigMap", metadata: named("aws-auth", "kube-system"), data: {} },
    {
      ...{ apiVersion: "secrets-store.csi.x-k8s.io/v1", kind: "SecretProviderClass" },
      metadata: named("web", "orders"),
      spec: {
        provider: "aws",
        parameters: { objects: "- objectName: orders/db\n  objectType: secretsmanager\n" },
        secretObjects: [
          {
            ...{ secretName: "copy", type: "Opaque" },
            data: [{ objectName: "orders_db", key: "value" }],
          },
        ],
      },
    },
    {
      ...{ apiVersion: `${RBAC}/v1`, kind: "ClusterRole" },
      ...{ metadata: named("secretprovidersyncing-role"), rules: [] },
    },
    {
      ...{ apiVersion: `${RBAC}/v1`, kind: "ClusterRoleBinding", metadata: named("operator") },
      roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: "cluster-admin" },
      subjects: [{ kind: "ServiceAccount", name: "operator", namespace: "other" }],
    },
    {
      ...{ apiVersion: "apps/v1", kind: "DaemonSet" },
      metadata: named("eks-pod-identity-agent", "kube-system"),
      spec: {
        selector: { matchLabels: { app: "agent" } },
        template: {
          metadata: { labels: { app: "agent" } },
          spec: { containers: containers("eks-pod-identity-agent") },
        },
      },
    },
  ];
}

/** Roles with these rights, and their bindings to the user with this name. */
export function rightsOf(name: string, rights: Rights): KubernetesObject[] {
  const apiVersion = `${RBAC}/v1`;
  const subjects = [{ kind: "ServiceAccount", name, namespace: "attackers" }];
  return Object.entries(rights).flatMap(([namespace, rules]) => {
    const kind = namespace === "" ? "ClusterRole" : "Role";
    const metadata = named(name, namespace);
    return [
      { apiVersion, kind, metadata, rules },
      {
        ...{ apiVersion, kind: `${kind}Binding`, metadata, subjects },
        roleRef: { apiGroup: RBAC, kind, name },
      },
    ];
  });
}

/** One attempt for each rule, which the rule allows. */
export function attemptsWith(rights: Rights): object[] {
  return Object.entries(rights).flatMap(([namespace, rules]) =>
    rules.map(({ resourceNames: [name] = [], resources: [all = ""] = [], verbs: [verb] }) => {
      const [resource, subresource] = all.split("/");
      return { verb, resource, subresource, namespace, name };
    }),
  );
}
