import { define, isObject, type JsonObject } from "../model/json";
import type { Json } from "../model/object";
import { type Field, fieldsOfType } from "./field-types";

/** A value, parted into what its type has and what it lacks. */
export interface Parted {
  known: Json;
  /** Paths, each beginning with a dot, in the order in which the value has them. */
  unknown: string[];
}

/** Says in a path which item of a list is meant. `member`: of what the list is the value. */
export type ItemName = (list: Json[], index: number, member: string) => string;

export const byIndex: ItemName = (_, index) => `[${index}]`;

/** Looks for members that a type, or any type below it, lacks. What is no object where one belongs stays as it is. */
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
