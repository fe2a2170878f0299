import { ok, rejects } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { admissionPolicies } from "../../cli/guard/admission-policies";
import { landingZone } from "../stacks/run-stack";
import { type ApiClient, apiClient, type KubernetesObject, untilTrue } from "./running/api-client";
import { BUILD_TIMEOUT, type Cluster, startCluster } from "./running/start-cluster";

const ZONE = landingZone(`
accounts: { a: { id: "111111111111", region: us-east-1 } }
clusters: { shop: { account: a, existing: true } }
secrets: { own: { account: a } }
readers:
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }
`);
const [CLUSTER] = ZONE.clusters;
const RBAC = "rbac.authorization.k8s.io/v1";
const OURS = { manager: "tests" };
const pod = (serviceAccountName: string) => ({
  serviceAccountName,
  containers: [{ name: "main", image: "nginx" }],
});
const meta = (name: string, namespace = "web") => ({ name, namespace });
const template = (account: string) => ({ metadata: { labels: { app: "x" } }, spec: pod(account) });

const POD = (name: string, account: string, namespace?: string): KubernetesObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: meta(name, namespace),
  spec: pod(account),
});
const deployment = (name: string, account: string): KubernetesObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: meta(name),
  spec: { replicas: 1, selector: { matchLabels: { app: "x" } }, template: template(account) },
});
const cronJob = (name: string, account: string): KubernetesObject => ({
  apiVersion: "batch/v1",
  kind: "CronJob",
  metadata: meta(name),
  spec: {
    schedule: "0 0 * * *",
    jobTemplate: { spec: { template: { spec: { ...pod(account), restartPolicy: "Never" } } } },
  },
});
/** Its first pod is made of the revision that its status names as the current one. */
const statefulSet = (name: string, account: string): KubernetesObject => ({
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: meta(name),
  spec: {
    ...{ replicas: 1, serviceName: name, selector: { matchLabels: { app: "x" } } },
    updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 1 } },
    template: template(account),
  },
});
const revision = (name: string, account: string): KubernetesObject => ({
  ...{ apiVersion: "apps/v1", kind: "ControllerRevision", revision: 1 },
  metadata: { ...meta(name), ...template(account).metadata },
  data: { spec: { template: { $patch: "replace", ...template(account) } } },
});
const providerClass = (name: string): KubernetesObject => ({
  apiVersion: "secrets-store.csi.x-k8s.io/v1",
  kind: "SecretProviderClass",
  metadata: meta(name),
  spec: { provider: "aws", parameters: { objects: "[]" } },
});
const binding = (name: string, role: string, namespace?: string): KubernetesObject => ({
  apiVersion: RBAC,
  kind: namespace ? "RoleBinding" : "ClusterRoleBinding",
  metadata: namespace ? meta(name, namespace) : { name },
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role },
  subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "friend" }],
});
const token = (account: string, audience: string) => ({
  apiVersion: "authentication.k8s.io/v1",
  kind: "TokenRequest",
  spec: { audiences: [audience] },
  of: { apiVersion: "v1", kind: "ServiceAccount", metadata: meta(account) } as KubernetesObject,
});

describe("the admission policies of a guard, on Kubernetes's own API server", () => {
  let running: Cluster;
  let deployer: ApiClient;
  let somebody: ApiClient;

  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    running = await startCluster();
    const { client } = running;
    for (const name of ["web", "others"]) {
      await client.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } }, OURS);
    }
    for (const [name, namespace] of [
      ["web", "web"],
      ["tool", "web"],
      ["web", "others"],
      ["deployer", "kube-system"],
      ["somebody", "kube-system"],
    ] as const) {
      await client.apply(
        { apiVersion: "v1", kind: "ServiceAccount", metadata: meta(name, namespace) },
        OURS,
      );
    }
    // RBAC allows both of them everything, as administrators of the cluster.
    await client.apply(
      {
        ...binding("administrators", "cluster-admin"),
        subjects: ["deployer", "somebody"].map((name) => ({
          kind: "ServiceAccount",
          ...meta(name, "kube-system"),
        })),
      },
      OURS,
    );
    const {
      clusters: [cluster],
    } = parse(readFileSync(running.kubeconfig, "utf8")) as {
      clusters: { cluster: Record<string, string> }[];
    };
    const as = async (name: string) => {
      const object = {
        apiVersion: "v1",
        kind: "ServiceAccount",
        metadata: meta(name, "kube-system"),
      };
      const { status } = await client.ask(
        { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} } as never,
        { object, name: "token" },
      );
      return apiClient({
        endpoint: cluster?.cluster.server ?? "",
        authority: Buffer.from(
          cluster?.cluster["certificate-authority-data"] ?? "",
          "base64",
        ).toString(),
        token: status.token,
      });
    };
    [deployer, somebody] = [await as("deployer"), await as("somebody")];
    await deployer.apply(deployment("before", "web"), OURS);
    ok(CLUSTER);
    const named = {
      users: ["system:serviceaccount:kube-system:deployer"],
      groups: [],
      identities: [],
    };
    for (const object of admissionPolicies(ZONE, CLUSTER, named))
      await client.apply(object as never, OURS);
    // The server needs a moment to apply a new policy. This is the last one.
    await untilTrue(async () => {
      try {
        await somebody.apply(binding("probe", "view", "web"), OURS);
        await client.remove(binding("probe", "view", "web"));
        return false;
      } catch {
        return true;
      }
    });
  });
  after(() => running?.stop());

  const refused = /only (those whom the guard names|nodes, and those)/;

  for (const [what, object] of [
    ["a pod of a reader", POD("mine", "web")],
    ["a Deployment of a reader", deployment("mine", "web")],
    ["a CronJob of a reader", cronJob("mine", "web")],
    ["a revision that a StatefulSet could have a reader's pod made of", revision("mine", "web")],
    ["a reader's SecretProviderClass", providerClass(ZONE.readers[0]?.secretProviderClass ?? "")],
    ["rights in a reader's namespace", binding("mine", "view", "web")],
    ["the rights of an administrator of the cluster", binding("mine", "cluster-admin")],
  ] as const) {
    it(`refuse ${what} to an administrator of the cluster, and not to whom they name`, async () => {
      await rejects(somebody.apply(object, OURS), refused);
      await deployer.apply(object, OURS);
    });
  }

  it("refuse a change of what runs as a reader, and not a change of how many run", async () => {
    const old = deployment("before", "web");
    await rejects(
      somebody.merge(
        old,
        { spec: { template: { spec: { containers: [{ name: "main", image: "mine" }] } } } },
        "tests",
      ),
      refused,
    );
    await somebody.merge(old, { spec: { replicas: 2 } }, "tests");
    const pods = async () =>
      (await running.client.list({ apiVersion: "v1", kind: "Pod" }, "web")).filter(({ metadata }) =>
        metadata.name.startsWith("before-"),
      );
    await untilTrue(async () => (await pods()).length === 2);
  });

  it("refuse a reader's token for AWS, and not one for the cluster", async () => {
    const asked = (audience: string) => {
      const { of, ...question } = token("web", audience);
      return somebody.ask(question, { object: of, name: "token" });
    };
    await rejects(asked("pods.eks.amazonaws.com"), refused);
    await asked("https://kubernetes.default.svc");
  });

  it("let others do their work", async () => {
    await somebody.apply(POD("tool", "tool"), OURS);
    await somebody.apply(statefulSet("tools", "tool"), OURS);
    const first = POD("tools-0", "tool");
    await untilTrue(async () => (await running.client.find(first)) !== undefined);
    await somebody.apply(POD("other", "web", "others"), OURS);
    await somebody.apply(providerClass("tool"), OURS);
    await somebody.apply(binding("viewers", "view"), OURS);
  });
});
