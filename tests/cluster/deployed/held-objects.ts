import type { DataDirectory } from "../../../sandbox/instance/data-directory";
import { heldResources } from "../../engine/harness";
import type { KubernetesObject } from "../running/api-client";

/** The Kubernetes objects that a stack holds, as it declared them, each with the name of its cluster's provider. */
export function heldObjects(
  data: DataDirectory,
  stack: string,
): { cluster: string; object: KubernetesObject }[] {
  return heldResources(data, stack)
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .map(({ inputs, provider = "" }) => ({
      // `<URN>::<id>`, where the URN ends with the name.
      cluster: provider.split("::").at(-2) ?? "",
      object: inputs as KubernetesObject,
    }));
}
