import { isDeepStrictEqual } from "node:util";
import { define, isObject, type Json, type JsonObject } from "../model/object";
import { badRequest, StatusError } from "../model/status-error";

const MOST_OPERATIONS = 10_000;

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

/** JSON Patch (RFC 6902): `add`, `remove`, `replace`, `test`. As in Kubernetes, a patch that fails gets 422, an invalid one 400. */
export function jsonPatch(target: Json, operations: Json): Json {
  if (!Array.isArray(operations)) throw badRequest("a JSON patch must be a list of operations");
  if (operations.length > MOST_OPERATIONS) {
    throw new StatusError(
      413,
      "RequestEntityTooLarge",
      `Request entity too large: The allowed maximum operations in a JSON patch is ${MOST_OPERATIONS}, got ${operations.length}`,
    );
  }
  const root: JsonObject = { object: structuredClone(target) };
  for (const operation of operations) {
    if (!isObject(operation) || typeof operation.path !== "string") {
      throw badRequest("an operation of a JSON patch must have op and path");
    }
    const members = ["object", ...pointer(operation.path)];
    const last = members.pop() as string;
    change(members.reduce(memberOf, root as Json), last, operation);
  }
  return root.object ?? null;
}

function change(parent: Json, member: string, { op, path, value = null }: JsonObject): void {
  if (op === "add") {
    if (Array.isArray(parent)) parent.splice(placeIn(parent, member), 0, value);
    else if (isObject(parent)) define(parent, member, value);
    else throw nothing(member);
    return;
  }
  const before = memberOf(parent, member);
  if (op === "test") {
    if (!isDeepStrictEqual(before, value)) throw doesNotApply(`its test of ${path} failed`);
  } else if (op === "replace") define(parent as JsonObject, member, value);
  else if (op !== "remove") throw badRequest(`unknown JSON patch operation ${op}`);
  else if (Array.isArray(parent)) parent.splice(Number(member), 1);
  else delete (parent as JsonObject)[member];
}

/** The place of a new item: before an existing one, or at the end. */
function placeIn(list: Json[], member: string): number {
  if (member === "-" || member === `${list.length}`) return list.length;
  memberOf(list, member);
  return Number(member);
}

/** The own members of a list are its items and `length`, which does not count. */
function memberOf(parent: Json, member: string): Json {
  const has = typeof parent === "object" && parent !== null && Object.hasOwn(parent, member);
  if (!has || (Array.isArray(parent) && member === "length")) throw nothing(member);
  return (parent as JsonObject)[member] ?? null;
}

function nothing(member: string): StatusError {
  return doesNotApply(`there is no ${JSON.stringify(member)}`);
}

function doesNotApply(why: string): StatusError {
  return new StatusError(422, "Invalid", `the JSON patch does not apply: ${why}`);
}

function pointer(path: string): string[] {
  if (path === "") return [];
  if (!path.startsWith("/")) throw badRequest(`${path} is no JSON pointer`);
  return path
    .slice(1)
    .split("/")
    .map((part) => part.replace(/~1/g, "/").replace(/~0/g, "~"));
}
