import type { Json } from "./object";
import { badRequest } from "./status-error";

type JsonObject = { [member: string]: Json };

/** JSON Merge Patch: members of `patch` replace those of `target`, `null` removes one, lists are replaced whole. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const result: JsonObject = isObject(target) ? { ...target } : {};
  for (const [member, value] of Object.entries(patch)) {
    if (value === null) delete result[member];
    else define(result, member, mergePatch(result[member], value));
  }
  return result;
}

/**
 * Server-side apply by one manager: what `next` says is set, what `previous` said and `next` no longer says is removed,
 * and what neither says is kept. Lists belong to the manager whole.
 */
export function applyPatch(live: Json | undefined, previous: Json | undefined, next: Json): Json {
  if (!isObject(next)) return next;
  const result: JsonObject = isObject(live) ? { ...live } : {};
  for (const member of Object.keys(isObject(previous) ? previous : {})) {
    if (!(member in next)) delete result[member];
  }
  for (const [member, value] of Object.entries(next)) {
    if (value === null) continue;
    const before = isObject(previous) ? previous[member] : undefined;
    define(result, member, applyPatch(result[member], before, value));
  }
  return result;
}

/** JSON Patch: `add`, `remove`, `replace` and `test`. */
export function jsonPatch(target: Json, operations: Json): Json {
  if (!Array.isArray(operations)) throw badRequest("a JSON patch must be a list of operations");
  let result = structuredClone(target);
  for (const operation of operations) {
    if (!isObject(operation) || typeof operation.path !== "string") {
      throw badRequest("an operation of a JSON patch must have op and path");
    }
    result = applyOperation(result, operation, pointer(operation.path));
  }
  return result;
}

function applyOperation(target: Json, operation: JsonObject, path: string[]): Json {
  const [member, ...rest] = path;
  if (member === undefined) {
    if (operation.op === "add" || operation.op === "replace") return operation.value ?? null;
    if (operation.op === "test") return target;
    throw badRequest("a JSON patch cannot remove the whole object");
  }
  if (Array.isArray(target)) {
    const index = member === "-" ? target.length : Number(member);
    if (!Number.isInteger(index) || index < 0 || index > target.length) {
      throw badRequest(`the JSON patch names no item ${member}`);
    }
    const list = [...target];
    if (rest.length > 0) list[index] = applyOperation(list[index] ?? null, operation, rest);
    else if (operation.op === "add") list.splice(index, 0, operation.value ?? null);
    else if (operation.op === "replace") list[index] = operation.value ?? null;
    else if (operation.op === "remove") list.splice(index, 1);
    else checkTest(operation, list[index]);
    return list;
  }
  if (!isObject(target)) throw badRequest(`the JSON patch names no member ${member}`);
  const object = { ...target };
  if (rest.length > 0) {
    define(object, member, applyOperation(object[member] ?? null, operation, rest));
  } else if (operation.op === "add" || operation.op === "replace") {
    define(object, member, operation.value ?? null);
  } else if (operation.op === "remove") delete object[member];
  else checkTest(operation, object[member]);
  return object;
}

function checkTest(operation: JsonObject, value: Json | undefined): void {
  if (operation.op !== "test") throw badRequest(`unknown JSON patch operation ${operation.op}`);
  if (JSON.stringify(operation.value) !== JSON.stringify(value)) {
    throw badRequest(`the JSON patch's test of ${operation.path} failed`);
  }
}

function pointer(path: string): string[] {
  if (path === "") return [];
  if (!path.startsWith("/")) throw badRequest(`${path} is no JSON pointer`);
  return path
    .slice(1)
    .split("/")
    .map((part) => part.replace(/~1/g, "/").replace(/~0/g, "~"));
}

/** Sets an own member whatever its name: `__proto__` is a name like any other here. */
function define(object: JsonObject, member: string, value: Json): void {
  Object.defineProperty(object, member, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
