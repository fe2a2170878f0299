import { apiVersionOf, type ResourceType } from "../model/resource-types";
import { type Field, type Fields, fieldsOfType } from "./field-types";

type Schemas = Record<string, object>;

/** What has no members, as OpenAPI tells it. */
const PLAIN: Schemas = {
  FieldsV1: { type: "object" },
  IntOrString: { format: "int-or-string", oneOf: [{ type: "integer" }, { type: "string" }] },
  MicroTime: { type: "string", format: "date-time" },
  Quantity: { oneOf: [{ type: "string" }, { type: "number" }] },
  Time: { type: "string", format: "date-time" },
};

/** The same as Swagger tells it, which knows no alternatives. */
export const PLAIN_IN_SWAGGER: Schemas = {
  ...PLAIN,
  IntOrString: { type: "string", format: "int-or-string" },
  Quantity: { type: "string" },
};

/** Schemas of kinds, and of all types below them, by their names. They describe nothing: names and types are all there is. */
export function openApiSchemas(kinds: ResourceType[], plain = PLAIN): Schemas {
  const schemas: Schemas = {};
  const add = (type: string) => {
    if (type in schemas) return;
    const fields = fieldsOfType(type);
    schemas[type] = fields ? schemaOf(fields) : (plain[type] ?? {});
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
