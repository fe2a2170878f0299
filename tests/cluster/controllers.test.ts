import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { missingNamespaces, programObjects } from "./objects/example-programs";
import { type ApiClient, type KubernetesObject, untilTrue } from "./running/api-client";
import { requestToken, reviewToken } from "./running/fake-kubelet";
import { podsOf, untilRolledOut } from "./running/rollout";
import { BUILD_TIMEOUT, type Cluster, startCluster } from "./running/start-cluster";

const OURS = { manager: "eks-pod-secrets" };
const DRIVER = { manager: "driver" };

/** The audience of the tokens that the driver requests. */
const AUDIENCE = "pods.eks.amazonaws.com";

describe("Kubernetes's own controllers, with the objects of an example", () => {
  let cluster: Cluster;
  let client: ApiClient;
  let namespace: KubernetesObject;
  let deployment: KubernetesObject;
  let account: KubernetesObject;
  let pod: KubernetesObject;
  /** What the cluster held before. */
  let found: string[];

  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    cluster = await startCluster();
    ({ client } = cluster);
  });
  after(() => cluster?.stop());

  beforeEach(async () => {
    found = await client.everything();
    const objects = await programObjects("components");
    [namespace] = missingNamespaces(objects) as [KubernetesObject];
    for (const object of [namespace, ...objects]) await client.apply(object, OURS);
    account = objects.find(({ kind }) => kind === "ServiceAccount") as KubernetesObject;
    deployment = objects.find(({ kind }) => kind === "Deployment") as KubernetesObject;
    await untilRolledOut(client, deployment);
    [pod] = (await podsOf(client, deployment)) as [KubernetesObject];
  });
  afterEach(async () => {
    if (await client.find(namespace)) await client.remove(namespace);
  });

  const untilAsFound = () =>
    untilTrue(async () => isDeepStrictEqual(await client.everything(), found));

  it("end a namespace with all that is in it", async () => {
    await client.remove(namespace);
    await untilAsFound();
  });

  it("collect what the driver makes for a pod once its Deployment is removed", async () => {
    const before = await client.everything();
    const [replicaSet] = pod.metadata.ownerReferences ?? [];
    const owned = [
      {
        ...{ apiVersion: "v1", kind: "Secret", data: {} },
        metadata: inNamespace("synced", [
          { apiVersion: "apps/v1", kind: "ReplicaSet", ...nameAndUid(replicaSet) },
        ]),
      },
      {
        ...{ apiVersion: "secrets-store.csi.x-k8s.io/v1", kind: "SecretProviderClassPodStatus" },
        metadata: inNamespace("mounted", [
          { apiVersion: "v1", kind: "Pod", ...nameAndUid(pod.metadata) },
        ]),
      },
    ];
    for (const object of owned) await client.apply(object, DRIVER);
    await client.remove(deployment);
    const gone = [deployment, pod, ...owned];
    await untilTrue(async () => {
      const left = await Promise.all(gone.map((object) => client.find(object)));
      return left.every((object) => object === undefined);
    });
    const kept = before.filter((one) => !/^(?:deployments|pods|replicasets) orders\//.test(one));
    deepStrictEqual(await client.everything(), kept);
  });

  it("make pods whose account gets tokens that live no longer than the pod", async () => {
    strictEqual(pod.spec.serviceAccountName, account.metadata.name);
    const token = await requestToken(client, account, AUDIENCE, pod);
    const asPod = await reviewToken(client, token, AUDIENCE);
    const { name, namespace: where } = account.metadata;
    deepStrictEqual(
      [asPod.authenticated, asPod.user?.username],
      [true, `system:serviceaccount:${where}:${name}`],
    );
    await client.remove(pod);
    await untilTrue(async () => !(await reviewToken(client, token, AUDIENCE)).authenticated);
    await untilRolledOut(client, deployment);
    const [next] = await podsOf(client, deployment);
    ok(next && next.metadata.uid !== pod.metadata.uid);
  });

  const nameAndUid = (of?: { name: string; uid?: string }) => ({ name: of?.name, uid: of?.uid });
  const inNamespace = (name: string, ownerReferences: object[]) =>
    ({ namespace: namespace.metadata.name, name, ownerReferences }) as KubernetesObject["metadata"];
});
