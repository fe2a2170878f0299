import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { KubernetesObject } from "../../kubernetes/model/object";
import { SECRETS } from "../../kubernetes/model/resource-types";
import type { ClusterObjects } from "../../kubernetes/objects/cluster-objects";

interface SecretObject {
  secretName?: string;
  type?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  data?: { key?: string; objectName?: string }[];
}

const MANAGED = { "secrets-store.csi.k8s.io/managed": "true" };

/** Copies mounted files into Kubernetes Secrets by the class's `secretObjects`. If a file is missing, its Secret stays as it is. */
export async function syncSecrets(
  objects: ClusterObjects,
  spc: KubernetesObject,
  pod: KubernetesObject,
  directory: string,
): Promise<void> {
  const { namespace } = pod.metadata;
  for (const secretObject of (spc.spec?.secretObjects ?? []) as SecretObject[]) {
    const { secretName, type = "Opaque", labels, annotations } = secretObject;
    const data = await readData(directory, secretObject);
    if (!secretName || !data) continue;
    objects.put(SECRETS, {
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        name: secretName,
        namespace,
        labels: { ...labels, ...MANAGED },
        ...(annotations && { annotations }),
      },
      type,
      data,
    });
  }
}

async function readData(
  directory: string,
  { data = [] }: SecretObject,
): Promise<Record<string, string> | undefined> {
  const result: Record<string, string> = {};
  for (const { key, objectName } of data) {
    if (!key || !objectName || objectName.includes("/")) return undefined;
    try {
      result[key] = (await readFile(join(directory, objectName))).toString("base64");
    } catch {
      return undefined;
    }
  }
  return result;
}
