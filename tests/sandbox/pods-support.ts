import { deepStrictEqual, equal, ok } from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { chartObjects } from "../../sandbox/kubernetes/objects/charts";
import type { PodStatus } from "../../sandbox/pods/status";
import { CLUSTER, createCluster, createRole, type Kubernetes, kubernetes } from "./eks-support";
import { policy } from "./secrets-support";
import { A, REGION, startSandbox, type TestSandbox } from "./support";

export const VALUE = '{"user":"user1","password":"passwd1"}';

/** A sandbox with one cluster. A pod can mount a secret there once its class and Deployment are applied. */
export type PodWorld = ReturnType<typeof worldOf>;

export interface WorldOptions {
  agent?: boolean;
  nodes?: boolean;
  /** Configuration of the provider add-on. Null leaves the add-on out. */
  provider?: object | null;
  association?: boolean;
  trust?: string;
  /** Statements of the reader's role, for the secret's ARN. */
  statements?: (secretArn: string) => object[];
}

/** Makes cluster, add-ons, `secret-a`, the role `reader`, which may read it, and its association with `serviceaccount-a`. */
export async function startPodWorld(options: WorldOptions = {}): Promise<PodWorld> {
  const sandbox = await startSandbox();
  const { eks, secretsManager } = sandbox.clients(A);
  await createCluster(sandbox, A, { nodes: options.nodes ?? true });
  if (options.agent ?? true) {
    await eks.createAddon({ clusterName: CLUSTER, addonName: "eks-pod-identity-agent" });
  }
  if (options.provider !== null) {
    await eks.createAddon({
      clusterName: CLUSTER,
      addonName: "aws-secrets-store-csi-driver-provider",
      configurationValues: JSON.stringify({ "secrets-store-csi-driver": options.provider ?? {} }),
    });
  }
  const { ARN = "" } = await secretsManager.createSecret({ Name: "secret-a", SecretString: VALUE });
  const statements = options.statements ?? readStatements;
  const role = await createRole(sandbox, A, "reader", options.trust, statements(ARN));
  if (options.association ?? true) {
    await eks.createPodIdentityAssociation({
      clusterName: CLUSTER,
      namespace: "default",
      serviceAccount: "serviceaccount-a",
      roleArn: role,
    });
  }
  const k8s = await kubernetes(sandbox, A);
  await k8s("POST", "/api/v1/namespaces/default/serviceaccounts", {
    metadata: { name: "serviceaccount-a" },
  });
  return worldOf(sandbox, k8s, ARN);
}

/** The same world after its sandbox was stopped and started. */
export async function restartPodWorld(world: PodWorld, meanwhile?: () => void): Promise<PodWorld> {
  const sandbox = await world.sandbox.restart(meanwhile);
  return worldOf(sandbox, await kubernetes(sandbox, A), world.secretArn);
}

function worldOf(sandbox: TestSandbox, k8s: Kubernetes, secretArn: string) {
  /** Waits until the pods' side has done everything that it can do now. */
  const settle = async () => {
    await sandbox.control("POST", "/settle");
  };
  const pods = async () => {
    await settle();
    return ((await sandbox.control("GET", "/status")).body as { pods: PodStatus[] }).pods;
  };
  return {
    sandbox,
    k8s,
    secretArn,
    settle,
    pods,
    /** The only pod of a Deployment. */
    pod: async (deployment: string) => {
      const found = (await pods()).filter((pod) => pod.deployment === deployment);
      if (found.length !== 1) throw new Error(`${found.length} pods of ${deployment}`);
      return found[0] as PodStatus;
    },
    exec: async (reader: string, ...command: string[]) => {
      const { body } = await sandbox.control("POST", "/exec", { reader, command });
      const { stdoutBytes, ...texts } = body as Record<
        "stdout" | "stderr" | "stdoutBytes",
        string
      > & {
        exitCode: number;
      };
      equal(Buffer.from(stdoutBytes, "base64").toString(), texts.stdout);
      return texts;
    },
    remount: async (reader: string) => {
      const { body } = await sandbox.control("POST", "/remount", { reader });
      return (body as { pods: (PodStatus & { failure?: string })[] }).pods[0] as PodStatus & {
        failure?: string;
      };
    },
    deploy: (objects: unknown, choices?: DeployChoices) => deploy(k8s, objects, choices),
    directoryOf: (pod: string) => directoryOf(sandbox, pod),
    /** The permissions of a pod's files, in octal digits. */
    modesOf: (pod: string): Record<string, string> => {
      const directory = directoryOf(sandbox, pod);
      const modeOf = (name: string) => (statSync(join(directory, name)).mode & 0o7777).toString(8);
      return Object.fromEntries(readdirSync(directory).map((name) => [name, modeOf(name)]));
    },
    putValue: async (SecretString: string) => {
      const { secretsManager } = sandbox.clients(A);
      await secretsManager.putSecretValue({ SecretId: "secret-a", SecretString });
    },
    /** Checks that nothing has failed in the sandbox itself, and stops it. */
    end: async () => {
      deepStrictEqual(sandbox.failures, []);
      await sandbox.stop();
    },
  };
}

export function readStatements(secretArn: string): object[] {
  return [
    {
      Sid: "Read",
      Effect: "Allow",
      Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
      Resource: secretArn,
    },
  ];
}

interface DeployChoices {
  parameters?: Record<string, unknown>;
  secretObjects?: unknown;
  serviceAccountName?: string;
  csi?: Record<string, unknown>;
}

/** Applies a SecretProviderClass `secrets` and a Deployment `application-a` that mounts it at `/mnt/secret`. */
async function deploy(
  k8s: Kubernetes,
  objects: unknown,
  { parameters = { usePodIdentity: "true" }, secretObjects, ...choices }: DeployChoices = {},
): Promise<void> {
  const objectsText = typeof objects === "string" ? objects : JSON.stringify(objects);
  const apply = (path: string, object: object) =>
    k8s("PATCH", `${path}?fieldManager=test`, object, APPLY);
  await apply(`${CLASSES}/secrets`, classOf(objectsText, parameters, secretObjects));
  await apply(`${DEPLOYMENTS}/application-a`, deploymentOf(choices));
}

export const CLASSES =
  "/apis/secrets-store.csi.x-k8s.io/v1/namespaces/default/secretproviderclasses";
export const DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
export const APPLY = "application/apply-patch+yaml";

function classOf(objects: string, parameters: Record<string, unknown>, secretObjects: unknown) {
  return {
    apiVersion: "secrets-store.csi.x-k8s.io/v1",
    kind: "SecretProviderClass",
    metadata: { name: "secrets" },
    spec: {
      provider: "aws",
      parameters: { objects, ...parameters },
      ...(secretObjects ? { secretObjects } : {}),
    },
  };
}

/** The Deployment of AWS's walkthrough. */
export function deploymentOf({
  name = "application-a",
  serviceAccountName = "serviceaccount-a",
  csi = {} as Record<string, unknown>,
  annotations = {} as Record<string, string>,
} = {}) {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, labels: { app: name } },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name }, annotations },
        spec: {
          serviceAccountName,
          containers: [
            {
              name: "main",
              image: "public.ecr.aws/amazonlinux/amazonlinux:2023-minimal",
              command: ["sleep", "infinity"],
              volumeMounts: [{ name: "secrets", mountPath: "/mnt/secret", readOnly: true }],
            },
          ],
          volumes: [
            {
              name: "secrets",
              csi: {
                driver: "secrets-store.csi.k8s.io",
                readOnly: true,
                volumeAttributes: { secretProviderClass: "secrets" },
                ...csi,
              },
            },
          ],
        },
      },
    },
  };
}

export const SECRET_A = { objectName: "secret-a", objectType: "secretsmanager" };
export const EVERYTHING = () => [{ Effect: "Allow", Action: "*", Resource: "*" }];

/** The directory of a pod's files on the disk. */
function directoryOf({ directory }: TestSandbox, pod: string): string {
  return join(directory, "pods", A, REGION, CLUSTER, "default", pod, "secrets");
}

/** Applies a DaemonSet and the CSIDriver as the chart does, without the provider. */
export async function install(world: PodWorld, chart: "secrets-store-csi-driver"): Promise<void> {
  for (const object of chartObjects({
    chart,
    release: "csi-secrets-store",
    namespace: "kube-system",
    version: "1.6.0",
    values: { tokenRequests: [{ audience: "pods.eks.amazonaws.com" }] },
  })) {
    const path =
      object.kind === "CSIDriver"
        ? "/apis/storage.k8s.io/v1/csidrivers"
        : "/apis/apps/v1/namespaces/kube-system/daemonsets";
    equal((await world.k8s("POST", path, object)).status, 201);
  }
}

export function lastMessage(
  pod: { events: { reason: string; message: string }[] },
  reason: string,
): string {
  const event = pod.events.filter((candidate) => candidate.reason === reason).at(-1);
  ok(event, `no event ${reason} among ${JSON.stringify(pod.events)}`);
  return event.message;
}

export function mountFailure({ name }: { name: string }, reason: string): string {
  return `MountVolume.SetUp failed for volume "secrets" : rpc error: code = Unknown desc = failed to mount secrets store objects for pod default/${name}, err: rpc error: code = Unknown desc = ${reason}`;
}

export function trustOnly(serviceAccount: string): string {
  return policy({
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: { StringEquals: { "aws:RequestTag/kubernetes-service-account": serviceAccount } },
  });
}
