import type { Json } from "./object";

export type JsonObject = { [member: string]: Json };

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The members of a value that may be an object; none of any other. */
export function membersOf(value: unknown): Record<string, unknown> {
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  return isMap ? (value as Record<string, unknown>) : {};
}

/** Sets an own member whatever its name: `__proto__` is a name like any other here. */
export function define(object: JsonObject, member: string, value: Json): void {
  Object.defineProperty(object, member, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}
