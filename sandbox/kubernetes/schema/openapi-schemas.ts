import { getOrMake } from "iam-proof/collections";
import { define, isObject, type Json, type JsonObject } from "../model/object";
import { apiVersionOf, type ResourceType } from "../model/resource-types";
import written from "./field-types.json";

type Schemas = Record<string, object>;

/** Types without members in OpenAPI. */
const PLAIN: Schemas = {
  FieldsV1: { type: "object" },
  IntOrString: { format: "int-or-string", oneOf: [{ type: "integer" }, { type: "string" }] },
  MicroTime: { type: "string", format: "date-time" },
  Quantity: { oneOf: [{ type: "string" }, { type: "number" }] },
  Time: { type: "string", format: "date-time" },
};

/** The same in Swagger, which has no alternatives. */
export const PLAIN_IN_SWAGGER: Schemas = {
  ...PLAIN,
  IntOrString: { type: "string", format: "int-or-string" },
  Quantity: { type: "string" },
};

/** Schemas of kinds and of the types below them, by name. They contain only names and types. */
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

interface Field {
  /** A named type, or one without members, such as `string` and `Quantity`. */
  type: string;
  /** Whether there are several: in order, or under names that the user chooses. */
  many?: "list" | "map";
  isRequired: boolean;
}

/** The members of a type. Undefined if none are known. */
type Fields = Map<string, Field>;

const types: Record<string, string> = written;
const read = new Map<string, Fields>();

/** The fields of a type by its name. An object's type is its kind. */
function fieldsOfType(type: string): Fields | undefined {
  const members = Object.hasOwn(types, type) ? types[type] : undefined;
  if (members === undefined) return undefined;
  return getOrMake(read, type, () => new Map(members.split(" ").map(readField)));
}

function readField(text: string): [name: string, field: Field] {
  const [, name, type, suffix, required] =
    /^(\$?\w+):(\w+)(\[\]|\{\})?(!)?$/.exec(text) ?? fail(text);
  const many = suffix && (suffix === "[]" ? "list" : "map");
  return [
    String(name),
    { type: String(type), isRequired: required !== undefined, ...(many && { many }) },
  ];
}

function fail(text: string): never {
  throw new Error(`field-types.json must hold NAME:TYPE, got ${text}`);
}

interface Parted {
  known: Json;
  /** Paths of unknown members, each starting with a dot, in the order of the value. */
  unknown: string[];
}

/** Names an item of a list in a path. `member`: the member that holds the list. */
export type ItemName = (list: Json[], index: number, member: string) => string;

export const byIndex: ItemName = (_, index) => `[${index}]`;

/** Finds members that a type, or any type below it, lacks. A value that should be an object but is not stays as it is. */
export function partFields(value: Json, type: string, itemName: ItemName = byIndex): Parted {
  const unknown: string[] = [];
  const known = partOne(value, type, "", { itemName, unknown });
  return { known, unknown };
}

interface Walk {
  itemName: ItemName;
  unknown: string[];
}

function partOne(value: Json, type: string, path: string, walk: Walk): Json {
  const fields = fieldsOfType(type);
  if (!fields || !isObject(value)) return value;
  const known: JsonObject = {};
  for (const [member, inner] of Object.entries(value)) {
    const field = fields.get(member);
    const place = `${path}.${member}`;
    if (field) define(known, member, partMany(inner, field, place, member, walk));
    else walk.unknown.push(place);
  }
  return known;
}

function partMany(
  value: Json,
  { many, type }: Field,
  path: string,
  member: string,
  walk: Walk,
): Json {
  if (many === "list" && Array.isArray(value)) {
    return value.map((item, index) =>
      partOne(item, type, path + walk.itemName(value, index, member), walk),
    );
  }
  if (many === "map" && isObject(value)) {
    const known: JsonObject = {};
    for (const [name, item] of Object.entries(value)) {
      define(known, name, partOne(item, type, `${path}.${name}`, walk));
    }
    return known;
  }
  return many === undefined ? partOne(value, type, path, walk) : value;
}
