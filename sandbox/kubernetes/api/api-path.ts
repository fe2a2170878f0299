import { NAMESPACES, RESOURCE_TYPES, type ResourceType } from "../model/resource-types";
import { unknownResource } from "../model/status-error";

export interface ResourcePath {
  type: ResourceType;
  namespace?: string;
  name?: string;
  subresource?: string;
}

const NAME_LIMIT = 253;

/** Parses a path below the API server's root from its decoded segments. Throws `NotFound` if nothing is served there. */
export function parseResourcePath(segments: string[]): ResourcePath {
  if (segments.some((segment) => segment === "" || segment.length > NAME_LIMIT)) {
    throw unknownResource();
  }
  const [root, ...rest] = segments;
  if (root === "api") {
    const [version, ...path] = rest;
    return within("", version, path);
  }
  if (root === "apis") {
    const [group = "", version, ...path] = rest;
    return within(group, version, path);
  }
  throw unknownResource();
}

function within(group: string, version: string | undefined, path: string[]): ResourcePath {
  const inNamespace = path[0] === "namespaces" && path.length >= 3 && path[2] !== "status";
  const namespace = inNamespace ? path[1] : undefined;
  const [plural, name, subresource, ...more] = inNamespace ? path.slice(2) : path;
  const type = RESOURCE_TYPES.find(
    (candidate) =>
      candidate.group === group && candidate.version === version && candidate.plural === plural,
  );
  if (!type || more.length > 0) throw unknownResource();
  if (type.namespaced !== inNamespace && !(type.namespaced && name === undefined)) {
    throw unknownResource();
  }
  if (type === NAMESPACES && inNamespace) throw unknownResource();
  return { type, namespace, name, subresource };
}
