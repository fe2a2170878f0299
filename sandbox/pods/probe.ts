import { randomBytes } from "node:crypto";
import type { KubernetesObject } from "../kubernetes/model/object";
import { PODS } from "../kubernetes/model/resource-types";
import type { ClusterObjects } from "../kubernetes/objects/cluster-objects";
import { type ExecResult, exec } from "./exec";
import { DRIVER_NAME } from "./node/installed";

/** As whom a probe runs, and what it mounts. */
export interface ProbePod {
  namespace: string;
  serviceAccount: string;
  secretProviderClass: string;
  /** Where the class's files are. */
  mountPath: string;
}

/** Runs a command in a pod that lives as long as the question, as `kubectl run --rm` does. */
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
