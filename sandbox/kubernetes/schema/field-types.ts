import { getOrMake } from "iam-proof/collections";
import written from "./field-types.json";

/** A member of a type. */
export interface Field {
  /** A type of its own, or one that has no members, such as `string` and `Quantity`. */
  type: string;
  /** Whether there are many of the type: in order, or by names that the user chooses. */
  many?: "list" | "map";
  isRequired: boolean;
}

/** The members of a type; undefined for a type that has none that are known. */
export type Fields = Map<string, Field>;

const types: Record<string, string> = written;
const read = new Map<string, Fields>();

/** By its name, which for an object is its kind. */
export function fieldsOfType(type: string): Fields | undefined {
  const members = Object.hasOwn(types, type) ? types[type] : undefined;
  if (members === undefined) return undefined;
  return getOrMake(read, type, () => new Map(members.split(" ").map(readField)));
}

/** `NAME:TYPE`, then `[]` for a list or `{}` for a map, then `!` where the member is required. */
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
