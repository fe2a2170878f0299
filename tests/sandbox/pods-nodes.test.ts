import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import { existsSync } from "node:fs";

import {
  DEPLOYMENTS,
  deploymentOf,
  lastMessage,
  type PodWorld,
  SECRET_A,
  startPodWorld,
} from "./pods-support";

const daemonSet = (namespace: string, name: string) =>
  `/apis/apps/v1/namespaces/${namespace}/daemonsets/${name}`;
const PODS = "/api/v1/namespaces/default/pods";
const MERGE = "application/merge-patch+json";
const AGENT = daemonSet("kube-system", "eks-pod-identity-agent");
const DRIVER = daemonSet("aws-secrets-manager", "aws-secrets-store-csi-driver-provider");
const UNKNOWN_IMAGE = "registry.invalid/team/agent:1";

describe("the nodes of a sandbox's cluster", () => {
  let world: PodWorld;
  before(async () => {
    world = await startPodWorld();
    await world.deploy([SECRET_A], { parameters: { usePodIdentity: "true" } });
  });
  after(() => world.end());

  const get = async (path: string) => {
    await world.settle();
    return (await world.k8s("GET", path)).body;
  };
  const readyOf = async (path: string) => {
    const { status } = await get(path);
    return [status.desiredNumberScheduled, status.numberReady];
  };
  const daemonPods = async (path: string) => {
    const { metadata } = await get(path);
    const { items } = await get(`/api/v1/namespaces/${metadata.namespace}/pods`);
    // biome-ignore lint/suspicious/noExplicitAny: a pod as the API answers it
    return items.filter((pod: any) => pod.metadata.ownerReferences[0].uid === metadata.uid);
  };
  const patchPods = (path: string, spec: object | null) =>
    world.k8s("PATCH", path, { spec: { template: { spec } } }, MERGE);
  /** The only pod of `application-a`, as the API returns it. */
  const podObject = async () => get(`${PODS}/${(await world.pod("application-a")).name}`);
  /** Replaces the pod of `application-a`. */
  const restart = async () => world.k8s("DELETE", `${PODS}/${(await podObject()).metadata.name}`);
  // biome-ignore lint/suspicious/noExplicitAny: a pod as the API answers it
  const conditionsOf = ({ status }: any) =>
    Object.fromEntries(
      status.conditions.map((one: { type: string; status: string }) => [one.type, one.status]),
    );

  it("run one ready pod of each DaemonSet, and no other node's pod counts", async () => {
    const pods = await daemonPods(AGENT);
    const nodes = (await get("/api/v1/nodes")).items;
    deepStrictEqual(
      pods.map((pod: { spec: { nodeName: string } }) => pod.spec.nodeName).sort(),
      nodes.map((node: { metadata: { name: string } }) => node.metadata.name).sort(),
    );
    deepStrictEqual(await readyOf(AGENT), [2, 2]);
    const { spec } = await podObject();
    const other = nodes.find(({ metadata }: typeof spec) => metadata.name !== spec.nodeName);
    const label = "kubernetes.io/hostname";
    await patchPods(AGENT, { nodeSelector: { [label]: other.metadata.name } });
    deepStrictEqual(await readyOf(AGENT), [1, 1]);
    await restart();
    const pod = await world.pod("application-a");
    match(lastMessage(pod, "FailedMount"), /Failed to fetch secret from all regions/);
    match(pod.providerLog.at(-1) ?? "", /169\.254\.170\.23/);
    await patchPods(AGENT, { nodeSelector: null });
    equal((await world.pod("application-a")).phase, "Running");
  });

  it("miss a driver whose image cannot be pulled", async () => {
    const { containers } = (await get(DRIVER)).spec.template.spec;
    await patchPods(DRIVER, { containers: [{ ...containers[0], image: UNKNOWN_IMAGE }] });
    deepStrictEqual(await readyOf(DRIVER), [2, 0]);
    const [{ status }] = await daemonPods(DRIVER);
    equal(status.containerStatuses[0].state.waiting.reason, "ImagePullBackOff");
    await restart();
    match(
      lastMessage(await world.pod("application-a"), "FailedMount"),
      /^MountVolume\.SetUp failed for volume "secrets" : kubernetes\.io\/csi: mounter\.SetUpAt failed to get CSI client: driver name secrets-store\.csi\.k8s\.io not found in the list of registered CSI drivers$/,
    );
    deepStrictEqual(conditionsOf(await podObject()).PodReadyToStartContainers, "False");
    await patchPods(DRIVER, { containers });
    equal((await world.pod("application-a")).phase, "Running");
    equal(conditionsOf(await podObject()).PodReadyToStartContainers, "True");
  });

  it("mount a pod's files before they pull its image, and say why they cannot", async () => {
    const path = `${DEPLOYMENTS}/application-a`;
    const { containers } = deploymentOf().spec.template.spec;
    const strategy = { type: "Recreate", rollingUpdate: null };
    await world.k8s("PATCH", path, { spec: { strategy } }, MERGE);
    await patchPods(path, { containers: [{ ...containers[0], image: UNKNOWN_IMAGE }] });
    const pod = await world.pod("application-a");
    equal(pod.phase, "Pending");
    deepStrictEqual(pod.mounts[0]?.files, ["secret-a"]);
    deepStrictEqual(
      pod.events.slice(-5).map(({ reason }) => reason),
      ["Pulling", "Failed", "Failed", "BackOff", "Failed"],
    );
    const object = await podObject();
    deepStrictEqual(conditionsOf(object), {
      ...{ PodReadyToStartContainers: "True", Initialized: "True", PodScheduled: "True" },
      ...{ Ready: "False", ContainersReady: "False" },
    });
    match(
      object.status.containerStatuses[0].state.waiting.message,
      /^Back-off pulling image "registry\.invalid\/team\/agent:1": ErrImagePull: .* no such host$/,
    );
    await patchPods(path, { containers });
  });

  it("take no pod whose labels no node has", async () => {
    const path = `${DEPLOYMENTS}/application-a`;
    await patchPods(path, { nodeSelector: { disk: "fast" } });
    const pod = await world.pod("application-a");
    match(
      lastMessage(pod, "FailedScheduling"),
      /^0\/2 nodes are available: 2 node\(s\) didn't match Pod's node affinity\/selector\./,
    );
    const { spec, status } = await podObject();
    equal(spec.nodeName, undefined);
    deepStrictEqual(
      [status.conditions[0].status, status.conditions[0].reason],
      ["False", "Unschedulable"],
    );
    await patchPods(path, { nodeSelector: null });
    equal((await world.pod("application-a")).phase, "Running");
  });

  it("keep no files of a pod that has ended, and its Deployment makes another", async () => {
    const { name } = await world.pod("application-a");
    ok(existsSync(world.directoryOf(name)));
    const status = { phase: "Succeeded" };
    equal((await world.k8s("PATCH", `${PODS}/${name}/status`, { status }, MERGE)).status, 200);
    const pods = await world.pods();
    deepStrictEqual(pods.map(({ phase }) => phase).sort(), ["Running", "Succeeded"]);
    ok(!existsSync(world.directoryOf(name)));
    await world.k8s("DELETE", `${PODS}/${name}`);
  });

  it("get into a new pod what AWS's SDKs need, where its service account has an association", async () => {
    const made = async (name: string, serviceAccountName: string, labels = {}) => {
      const containers = [{ name: "main", env: [{ name: "AWS_REGION", value: "eu-west-1" }] }];
      const pod = { metadata: { name, labels }, spec: { serviceAccountName, containers } };
      equal((await world.k8s("POST", PODS, pod)).status, 201);
      const { spec } = await get(`${PODS}/${name}`);
      await world.k8s("DELETE", `${PODS}/${name}`);
      return spec;
    };
    const spec = await made("associated", "serviceaccount-a");
    const directory = "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount";
    const env = spec.containers[0].env.map((one: { name: string; value: string }) => [
      one.name,
      one.value,
    ]);
    deepStrictEqual(Object.fromEntries(env), {
      AWS_REGION: "eu-west-1",
      AWS_STS_REGIONAL_ENDPOINTS: "regional",
      AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/v1/credentials",
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: `${directory}/eks-pod-identity-token`,
    });
    equal(spec.containers[0].volumeMounts[0].mountPath, directory);
    const [{ serviceAccountToken }] = spec.volumes[0].projected.sources;
    equal(serviceAccountToken.audience, "pods.eks.amazonaws.com");
    equal((await made("alone", "default")).volumes, undefined);
    const skip = { "eks.amazonaws.com/skip-pod-identity-webhook": "true" };
    equal((await made("skipped", "serviceaccount-a", skip)).volumes, undefined);
  });
});
