import { deepStrictEqual, strictEqual } from "node:assert";
import type { AccountAccess } from "../../../cli/aws/account-access";
import { foundInCluster, runsAgent } from "../../../cli/clusters/found-in-cluster";
import { column } from "../../facts";
import { createCluster, kubernetes } from "../../sandbox/eks-support";
import { A, REGION, startSandbox, type TestSandbox } from "../../sandbox/support";
import { landingZoneOf } from "../../sdk/grant/support";

const daemonSet = (...containers: object[]) => ({
  metadata: { name: "pod-identity" },
  spec: {
    selector: { matchLabels: { app: "pod-identity" } },
    template: { metadata: { labels: { app: "pod-identity" } }, spec: { containers } },
  },
});
const PROXY = {
  name: "kube-proxy",
  image: "602401143452.dkr.ecr.us-west-2.amazonaws.com/kube-proxy:v1",
};

describe("the Pod Identity agent", () => {
  // What the chart of aws/eks-pod-identity-agent makes when its values are changed.
  const own = "602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/eks-pod-identity-agent:v0.1.20";
  const command = ["/go-runner", "/eks-pod-identity-agent", "server"];
  const agents: Record<string, object> = {
    "of AWS's own image": { name: "agent", image: own },
    "of an image by its digest": { image: "mirror:5000/eks-pod-identity-agent@sha256:00" },
    "by the container's name": { name: "eks-pod-identity-agent", image: "mirror/agent:1" },
    "by its command": { name: "agent", image: "mirror/agent:1", command },
  };
  for (const [which, container] of Object.entries(agents)) {
    it(`is recognised ${which}`, () => strictEqual(runsAgent(daemonSet(PROXY, container)), true));
  }

  it("is not what runs another program", () => {
    strictEqual(runsAgent(daemonSet(PROXY)), false);
    const like = {
      name: "eks-pod-identity-agent-exporter",
      image: "mirror/eks-pod-identity-agent-exporter:1",
    };
    strictEqual(runsAgent(daemonSet(like)), false);
    strictEqual(runsAgent({}), false);
  });
});

describe("a look into a cluster", () => {
  let sandbox: TestSandbox;
  let access: AccountAccess;
  const endpoint = process.env.AWS_ENDPOINT_URL;

  before(async () => {
    sandbox = await startSandbox();
    process.env.AWS_ENDPOINT_URL = sandbox.endpoint;
    await createCluster(sandbox, A);
    access = {
      ...{ region: REGION, credentials: sandbox.administrator(A), callerArn: "" },
      requestHandler: {
        connectionTimeout: 1_000,
        requestTimeout: 5_000,
        throwOnRequestTimeout: true,
      },
    };
  });
  after(async () => {
    if (endpoint === undefined) delete process.env.AWS_ENDPOINT_URL;
    else process.env.AWS_ENDPOINT_URL = endpoint;
    await sandbox.stop();
  });

  it("finds SecretProviderClasses and Deployments of readers, whoever made them", async () => {
    const { clusters, readers } = landingZoneOf({
      clusters: "\n  shop: { account: a, existing: true }",
      readers:
        "\n  web: { cluster: shop, namespace: team, serviceAccount: web, secretProviderClass: mount, reads: [own], deployment: { image: nginx, mountPath: /mnt } }",
    });
    const call = await kubernetes(sandbox, A);
    await call("POST", "/api/v1/namespaces", { metadata: { name: "team" } });
    const look = async () => {
      const found = clusters[0] && (await foundInCluster(clusters[0], readers, access));
      return [...(found?.providerClasses ?? []), ...(found?.deployments ?? [])];
    };
    deepStrictEqual(await look(), []);
    const root = "/apis/secrets-store.csi.x-k8s.io/v1/namespaces/team/secretproviderclasses";
    const statuses = [
      await call("POST", root, {
        ...{ apiVersion: "secrets-store.csi.x-k8s.io/v1", kind: "SecretProviderClass" },
        ...{ metadata: { name: "mount" }, spec: { provider: "aws" } },
      }),
      await call("POST", "/apis/apps/v1/namespaces/team/deployments", {
        ...daemonSet(PROXY),
        metadata: { name: "web" },
      }),
    ];
    deepStrictEqual(column(statuses, "status"), [201, 201]);
    deepStrictEqual(await look(), ["team/mount", "team/web"]);
  });

  it("finds an agent that somebody installed in any namespace, under any name", async () => {
    const { clusters } = landingZoneOf({ clusters: "\n  shop: { account: a, existing: true }" });
    const look = async () => {
      const found = clusters[0] && (await foundInCluster(clusters[0], [], access));
      return [found?.hasAgent, found?.hasDriver];
    };
    const call = await kubernetes(sandbox, A);
    await call("POST", "/api/v1/namespaces", { metadata: { name: "infra" } });
    const path = "/apis/apps/v1/namespaces/infra/daemonsets";
    const other = await call("POST", path, daemonSet(PROXY));
    strictEqual(other.status, 201, JSON.stringify(other.body));
    deepStrictEqual(await look(), [false, false]);
    await call("DELETE", `${path}/pod-identity`);
    await call(
      "POST",
      path,
      daemonSet({ name: "agent", image: "mirror/eks-pod-identity-agent:1" }),
    );
    deepStrictEqual(await look(), [true, false]);
  });
});
