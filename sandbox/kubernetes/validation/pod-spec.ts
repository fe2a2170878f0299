import { asMapping } from "iam-proof/collections";
import type { ResourceType } from "../model/resource-types";
import { invalid } from "../model/status-error";

const NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Checks the parts of a pod's specification that the sandbox uses. `field`: its path in the object. */
export function checkPodSpec(
  type: ResourceType,
  objectName: string,
  field: string,
  podSpec: unknown,
): void {
  const fail = (problem: string) => invalid(type, objectName, `${field}.${problem}`);
  const spec = asMapping(podSpec);
  const named = (list: unknown, path: string): Record<string, unknown>[] => {
    if (list === undefined) return [];
    if (!Array.isArray(list)) throw fail(`${path}: Invalid value: must be a list`);
    return list.map((item, index) => {
      const { name } = asMapping(item);
      if (typeof name !== "string" || !NAME.test(name)) {
        throw fail(
          `${path}[${index}].name: Invalid value: ${JSON.stringify(name)}: a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-'`,
        );
      }
      return asMapping(item);
    });
  };
  const containers = named(spec.containers, "containers");
  if (containers.length === 0) throw fail("containers: Required value");
  const volumes = named(spec.volumes, "volumes");
  const names = new Set(volumes.map(({ name }) => name));
  for (const [index, volume] of volumes.entries()) {
    const attributes = asMapping(asMapping(volume.csi).volumeAttributes);
    if (Object.values(attributes).some((value) => typeof value !== "string")) {
      throw fail(`volumes[${index}].csi.volumeAttributes: Invalid value: must be a map of strings`);
    }
  }
  for (const [index, container] of containers.entries()) {
    const path = `containers[${index}].volumeMounts`;
    for (const [position, mount] of named(container.volumeMounts, path).entries()) {
      if (!names.has(mount.name))
        throw fail(`${path}[${position}].name: Not found: "${mount.name}"`);
      if (typeof mount.mountPath !== "string" || !mount.mountPath.startsWith("/")) {
        throw fail(`${path}[${position}].mountPath: Required value`);
      }
      if (mount.subPath !== undefined && typeof mount.subPath !== "string") {
        throw fail(`${path}[${position}].subPath: Invalid value: must be a string`);
      }
    }
    const { args } = container;
    if (args !== undefined && !(Array.isArray(args) && args.every((a) => typeof a === "string"))) {
      throw fail(`containers[${index}].args: Invalid value: must be a list of strings`);
    }
  }
  const { serviceAccountName } = spec;
  if (serviceAccountName !== undefined && typeof serviceAccountName !== "string") {
    throw fail("serviceAccountName: Invalid value: must be a string");
  }
}
