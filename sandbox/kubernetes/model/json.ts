import type { Json } from "./object";

export type JsonObject = { [member: string]: Json };

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
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
