import { apiVersionOf, type ResourceType } from "../model/resource-types";
import { type Field, type Fields, fieldsOfType } from "./field-types";

/** What has no members, as OpenAPI tells it. */
const PLAIN: Record<string, object> = {
  FieldsV1: { type: "object" },
  IntOrString: { format: "int-or-string", oneOf: [{ type: "integer" }, { type: "string" }] },
  MicroTime: { type: "string", format: "date-time" },
  Quantity: { oneOf: [{ type: "string" }, { type: "number" }] },
  Time: { type: "string", format: "date-time" },
};

/** Schemas of kinds, and of all types below them, by their names. They describe nothing: names and types are all there is. */
export function openApiSchemas(kinds: ResourceType[]): Record<string, object> {
  const schemas: Record<string, object> = {};
  const add = (type: string) => {
    if (type in schemas) return;
    const fields = fieldsOfType(type);
    schemas[type] = fields ? schemaOf(fields) : (PLAIN[type] ?? {});
    for (const { type: inner } of fields?.values() ?? []) if (isNamed(inner)) add(inner);
  };
  for (const type of kinds) {
    add(type.kind);
    const { group, kind, version } = type;
    Object.assign(schemas[type.kind] ?? {}, {
      description: `${kind} of ${apiVersionOf(type)}`,
      "x-kubernetes-group-version-kind": [{ group, version, kind }],
    });
  }
  return schemas;
}

function schemaOf(fields: Fields): object {
  const required = [...fields].filter(([, { isRequired }]) => isRequired).map(([name]) => name);
  return {
    type: "object",
    properties: Object.fromEntries([...fields].map(([name, field]) => [name, propertyOf(field)])),
    ...(required.length > 0 && { required }),
  };
}

function propertyOf({ many, type }: Field): object {
  const one = isNamed(type) ? { $ref: `#/components/schemas/${type}` } : { type };
  if (many === undefined) return one;
  return many === "list"
    ? { type: "array", items: one }
    : { type: "object", additionalProperties: one };
}

function isNamed(type: string): boolean {
  return fieldsOfType(type) !== undefined || type in PLAIN;
}
