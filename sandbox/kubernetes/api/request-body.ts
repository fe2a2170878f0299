import type { HttpRequest } from "../../wire/messages";
import { isShallow } from "../../wire/protocols/json";
import { readYaml } from "../../wire/protocols/yaml-value";
import { checkManagedFields } from "../fields/managed-fields";
import type { Json, KubernetesObject } from "../model/object";
import { apiVersionOf } from "../model/resource-types";
import { badRequest } from "../model/status-error";
import type { ResourcePath } from "./api-path";
import { PROTOBUF, readProtobuf, unreadable } from "./protobuf";

const MAX_DEPTH = 64;

export function readBody(request: HttpRequest): Json {
  const type = contentType(request);
  if (type === PROTOBUF) return readProtobuf(request.body);
  let value: unknown;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(request.body);
    value = type.endsWith("yaml") ? readJsonOrYaml(text) : JSON.parse(text);
  } catch {
    if (!/json|yaml/.test(type)) throw unreadable();
    throw badRequest("the body of the request is not valid JSON or YAML");
  }
  if (!isShallow(value, MAX_DEPTH))
    throw badRequest("the body of the request is nested too deeply");
  return value as Json;
}

/** JSON is YAML, and most clients send JSON. Its parser is faster, so it comes first. */
function readJsonOrYaml(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return readYaml(text);
  }
}

export function contentType({ headers }: HttpRequest): string {
  return (headers["content-type"] ?? "application/json").split(";", 1)[0]?.trim() ?? "";
}

/** Reads a body as an object of the path's kind, with the path's namespace and, if present, its name. */
export function readObject(body: Json, path: ResourcePath): KubernetesObject {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw badRequest("the body of the request must be an object");
  }
  const apiVersion = apiVersionOf(path.type);
  if (
    (body.apiVersion ?? apiVersion) !== apiVersion ||
    (body.kind ?? path.type.kind) !== path.type.kind
  ) {
    throw badRequest(
      `${String(body.apiVersion)}, Kind=${String(body.kind)} does not belong to ${apiVersion}, Kind=${path.type.kind}`,
    );
  }
  const metadata = body.metadata ?? {};
  if (typeof metadata !== "object" || Array.isArray(metadata)) {
    throw badRequest("metadata must be an object");
  }
  const { managedFields, name = path.name, namespace = path.namespace } = metadata;
  checkManagedFields(managedFields);
  if (typeof name !== "string" || name === "") throw badRequest("metadata.name is required");
  if (path.name !== undefined && name !== path.name) {
    throw badRequest(
      `the name of the object (${name}) does not match the name on the URL (${path.name})`,
    );
  }
  if (namespace !== path.namespace) {
    throw badRequest(
      `the namespace of the provided object does not match the namespace sent on the request`,
    );
  }
  return {
    ...body,
    apiVersion,
    kind: path.type.kind,
    metadata: { ...metadata, name, ...(namespace !== undefined && { namespace }) },
  } as KubernetesObject;
}
