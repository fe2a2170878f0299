import { createHash } from "node:crypto";

import type { JsonObject } from "../model/json";
import { apiVersionOf, RESOURCE_TYPES, type ResourceType } from "../model/resource-types";
import { openApiSchemas, PLAIN_IN_SWAGGER } from "../schema/openapi-schemas";

/** The query parameters of a write that clients look for before they use them. */
const WRITE_PARAMETERS = ["dryRun", "fieldManager", "fieldValidation", "force"];

/** Where the document of each API group is. */
export function openApiIndex(): object {
  const versions = [...new Set(RESOURCE_TYPES.map(pathOf))];
  return {
    paths: Object.fromEntries(
      versions.map((path) => {
        const hash = createHash("sha256").update(path).digest("hex");
        return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }];
      }),
    ),
  };
}

/** What kubectl asks an API group's document for: of each kind the parameters of a patch, and the fields. */
export function openApiDocument(segments: string[], version: string): object | undefined {
  const types = RESOURCE_TYPES.filter((type) => pathOf(type) === segments.join("/"));
  if (types.length === 0) return undefined;
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: `v${version}` },
    paths: Object.fromEntries(
      types.map((type) => [`/${pathOf(type)}/${itemPath(type)}`, { patch: patchOf(type) }]),
    ),
    components: { schemas: openApiSchemas(types) },
  };
}

/** The kinds' fields in the older form, whose references lead elsewhere. By it kubectl checks the items of a `kind: List`. */
export function swagger(version: string): JsonObject {
  const definitions = JSON.stringify(openApiSchemas(RESOURCE_TYPES, PLAIN_IN_SWAGGER));
  return {
    swagger: "2.0",
    info: { title: "Kubernetes", version: `v${version}` },
    paths: {},
    definitions: JSON.parse(definitions.replaceAll("#/components/schemas/", "#/definitions/")),
  };
}

function patchOf({ group, kind, version }: ResourceType): object {
  return {
    "x-kubernetes-action": "patch",
    "x-kubernetes-group-version-kind": { group, version, kind },
    parameters: WRITE_PARAMETERS.map((name) => ({
      name,
      in: "query",
      schema: { type: name === "force" ? "boolean" : "string", uniqueItems: true },
    })),
    responses: { 200: { description: "OK" } },
  };
}

function pathOf(type: ResourceType): string {
  return type.group === "" ? `api/${type.version}` : `apis/${apiVersionOf(type)}`;
}

function itemPath({ namespaced, plural }: ResourceType): string {
  return `${namespaced ? "namespaces/{namespace}/" : ""}${plural}/{name}`;
}
