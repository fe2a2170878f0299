import { RESOURCE_TYPES } from "../../../sandbox/kubernetes/model/resource-types";
import type { ApiClient } from "../running/api-client";

interface Schema {
  $ref?: string;
  additionalProperties?: Schema | boolean;
  allOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  type?: string;
}

/** The types of the kinds that the sandbox serves. A server reports them in the form of the sandbox's own list. */
export async function servedTypes(client: ApiClient): Promise<Record<string, string>> {
  const documents: Record<string, Schema> = {};
  for (const group of new Set(RESOURCE_TYPES.map((type) => groupPath(type)))) {
    Object.assign(documents, await client.schemas(group));
  }
  const names = new Map<string, string>();
  const types: Record<string, string> = {};

  const nameOf = (reference: string): string => {
    const whole = reference.split("/").at(-1) ?? "";
    const short = whole.split(".").at(-1) ?? "";
    const known = names.get(short);
    if (known !== undefined && known !== whole) throw new Error(`${known} and ${whole}`);
    if (known === undefined) {
      names.set(short, whole);
      add(short, documents[whole] ?? {});
    }
    return short;
  };
  const add = (name: string, { properties, required = [] }: Schema) => {
    if (!properties) return;
    const fields = Object.entries(properties).map(([field, schema]) => {
      const inner = name + field.charAt(0).toUpperCase() + field.slice(1);
      return `${field}:${typeOf(schema, inner)}${required.includes(field) ? "!" : ""}`;
    });
    types[name] = fields.sort().join(" ");
  };
  /** `name` is for a type that the schema itself contains. */
  const typeOf = (schema: Schema, name: string): string => {
    const { $ref, additionalProperties, allOf, items, properties, type = "object" } = schema;
    if (allOf?.[0]) return typeOf(allOf[0], name);
    if ($ref) return nameOf($ref);
    if (items) return `${typeOf(items, name)}[]`;
    if (typeof additionalProperties === "object") return `${typeOf(additionalProperties, name)}{}`;
    if (!properties) return type;
    add(name, schema);
    return name;
  };

  for (const { kind } of RESOURCE_TYPES) {
    const whole = Object.keys(documents).find((name) => name.split(".").at(-1) === kind);
    if (!whole) throw new Error(`the API server serves no ${kind}`);
    nameOf(whole);
  }
  return Object.fromEntries(Object.entries(types).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function groupPath({ group, version }: { group: string; version: string }): string {
  return group === "" ? `api/${version}` : `apis/${group}/${version}`;
}
