import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import type { ClusterRef } from "../clusters/records";
import type { KubernetesObject, PodSpec } from "../kubernetes/model/object";
import { PODS } from "../kubernetes/model/resource-types";
import type { ClusterObjects } from "../kubernetes/objects/cluster-objects";
import { eventsOf } from "./events";
import { mountDirectory } from "./mount-records";
import { DRIVER_NAME } from "./node/installed";
import { isReady } from "./objects/pod-status";
import { secretVolumes } from "./pod-mounts";

export interface ExecResult {
  exitCode: number;
  /** Text; bytes that are not UTF-8 are lost. */
  stdout: string;
  stdoutBytes: string;
  stderr: string;
}

/** Runs `cat PATH…` or `ls PATH…` in a pod. The sandbox runs no containers and knows only their mounted secrets. */
export async function exec(
  objects: ClusterObjects,
  root: string,
  pod: KubernetesObject,
  command: string[],
): Promise<ExecResult> {
  const [program = "", ...paths] = command.filter((part) => part !== "--");
  if ((program !== "cat" && program !== "ls") || paths.length === 0) {
    return failed(
      127,
      `${program}: the sandbox runs no containers; it answers cat PATH and ls PATH of mounted secrets`,
    );
  }
  if (!isReady(pod)) {
    const last = eventsOf(objects, pod).at(-1)?.message ?? "no event yet";
    return failed(1, `pod ${pod.metadata.name} does not run: ${last}`);
  }
  const printed: Buffer[] = [];
  const result = { exitCode: 0, stderr: "" };
  for (const path of paths) {
    try {
      const location = locate(root, objects.cluster, pod, path);
      if (location === undefined) throw new Error("outside of every mount");
      printed.push(program === "cat" ? await readFile(location) : await list(location));
    } catch {
      result.exitCode = 1;
      result.stderr += `${program}: ${path}: No such file or directory\n`;
    }
  }
  const bytes = Buffer.concat(printed);
  return { ...result, stdout: bytes.toString(), stdoutBytes: bytes.toString("base64") };
}

async function list(directory: string): Promise<Buffer> {
  const names = (await readdir(directory)).filter((name) => !name.startsWith(".")).sort();
  return Buffer.from(names.map((name) => `${name}\n`).join(""));
}

function locate(
  root: string,
  cluster: ClusterRef,
  pod: KubernetesObject,
  path: string,
): string | undefined {
  const wanted = posix.normalize(path);
  const volumes = new Set(secretVolumes(pod).map(({ name }) => name));
  const { containers } = pod.spec as unknown as PodSpec;
  for (const { name, mountPath, subPath = "" } of containers.flatMap(
    ({ volumeMounts }) => volumeMounts ?? [],
  )) {
    const inside = posix.relative(posix.normalize(mountPath), wanted);
    if (!volumes.has(name) || inside.startsWith("..") || subPath.includes("..")) continue;
    return join(mountDirectory(root, cluster, pod, name), subPath, inside);
  }
  return undefined;
}

function failed(exitCode: number, message: string): ExecResult {
  return { exitCode, stdout: "", stdoutBytes: "", stderr: `${message}\n` };
}

/** The identity of a probe, and what it mounts. */
interface ProbePod {
  namespace: string;
  serviceAccount: string;
  secretProviderClass: string;
  /** The directory of the class's files. */
  mountPath: string;
}

/** Runs a command in a pod that exists only for this call, as `kubectl run --rm` does. */
export async function probe(
  objects: ClusterObjects,
  root: string,
  identity: ProbePod,
  command: string[],
  settle: () => Promise<void>,
): Promise<ExecResult> {
  const { metadata } = objects.create(PODS, podOf(identity));
  const { name, namespace } = metadata;
  try {
    await settle();
    const pod = objects.get(PODS, namespace, name);
    if (!pod) return { exitCode: 1, stdout: "", stdoutBytes: "", stderr: `pod ${name} is gone\n` };
    return await exec(objects, root, pod, command);
  } finally {
    if (objects.get(PODS, namespace, name)) objects.delete(PODS, namespace, name);
    await settle();
  }
}

function podOf(identity: ProbePod): KubernetesObject {
  const { mountPath, namespace, secretProviderClass, serviceAccount } = identity;
  const volume = "secrets";
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: `probe-${randomBytes(4).toString("hex")}`, namespace },
    spec: {
      serviceAccountName: serviceAccount,
      containers: [{ name: "probe", volumeMounts: [{ name: volume, mountPath, readOnly: true }] }],
      volumes: [
        {
          name: volume,
          csi: { driver: DRIVER_NAME, readOnly: true, volumeAttributes: { secretProviderClass } },
        },
      ],
    },
    status: { phase: "Pending" },
  };
}
