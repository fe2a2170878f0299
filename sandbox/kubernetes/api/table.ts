import type { HttpRequest } from "../../wire/messages";
import type { KubernetesObject } from "../model/object";
import type { ResourceType } from "../model/resource-types";
import { badRequest } from "../model/status-error";
import { columnsOf } from "./table-columns";

/** Whether a client asks for rows that it can print, as `kubectl get` does. */
export function wantsTable({ headers, method }: HttpRequest): boolean {
  return method === "GET" && /;\s*as=Table\b/.test(headers.accept ?? "");
}

export function tableOf(
  type: ResourceType,
  objects: KubernetesObject[],
  { includeObject = "Metadata" }: { includeObject?: string },
  metadata: object,
): object {
  const columns = columnsOf(type);
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata,
    columnDefinitions: columns.map(({ name, isWide = false, value: _ }) => ({
      name,
      type: "string",
      format: name === "Name" ? "name" : "",
      description: "",
      priority: isWide ? 1 : 0,
    })),
    rows: objects.map((object) => ({
      cells: columns.map(({ value }) => value(object)),
      object: shown(object, includeObject),
    })),
  };
}

function shown(object: KubernetesObject, includeObject: string): object | undefined {
  switch (includeObject) {
    case "None":
      return undefined;
    case "Object":
      return object;
    case "Metadata":
      return {
        kind: "PartialObjectMetadata",
        apiVersion: "meta.k8s.io/v1",
        metadata: object.metadata,
      };
    default:
      throw badRequest(`unrecognized includeObject value: ${includeObject}`);
  }
}
