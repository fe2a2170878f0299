import { define, isObject, type Json, type JsonObject } from "../model/object";
import { badRequest } from "../model/status-error";

/** Lists whose items a strategic merge patch identifies by a member. It replaces other lists as a whole. */
const MERGE_KEYS: Record<string, string> = {
  conditions: "type",
  containers: "name",
  env: "name",
  ephemeralContainers: "name",
  hostAliases: "ip",
  imagePullSecrets: "name",
  initContainers: "name",
  ownerReferences: "uid",
  resourceClaims: "name",
  secrets: "name",
  topologySpreadConstraints: "topologyKey",
  volumeDevices: "devicePath",
  volumeMounts: "mountPath",
  volumes: "name",
};

const ADDED_TO = ["finalizers"];

const ORDER = "$setElementOrder/";
const DELETED = "$deleteFromPrimitiveList/";

/** Strategic Merge Patch, with which `kubectl apply` and `kubectl edit` change built-in kinds. */
export function strategicMergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const { $patch: directive, $retainKeys: retained, ...changes } = patch;
  if (directive === "replace") return changes;
  if (directive !== undefined && directive !== "merge") {
    throw badRequest(`Unknown patch type found: ${String(directive)}`);
  }
  const before = isObject(target) ? target : {};
  const result: JsonObject = {};
  for (const [member, value] of Object.entries(before)) {
    if (!Array.isArray(retained) || retained.includes(member)) define(result, member, value);
  }
  for (const [member, change] of Object.entries(changes)) {
    if (member.startsWith("$")) continue;
    const isRemoved = change === null || (isObject(change) && change.$patch === "delete");
    if (isRemoved) delete result[member];
    else define(result, member, mergeMember(result[member], change, member));
  }
  return withDirectives(result, changes);
}

function mergeMember(before: Json | undefined, change: Json, member: string): Json {
  return Array.isArray(change)
    ? mergeList(Array.isArray(before) ? before : [], change, member)
    : strategicMergePatch(before, change);
}

function mergeList(before: Json[], change: Json[], member: string): Json[] {
  if (ADDED_TO.includes(member)) return [...new Set([...before, ...change])];
  const key = keyOf(member, change.length > 0 ? change : before);
  const isReplacement = change.some((item) => isObject(item) && item.$patch === "replace");
  const items = change.filter((item) => !isObject(item) || item.$patch !== "replace");
  if (key === undefined || isReplacement) return items;
  // Keeps the order, by the member that identifies items. An item without it stays in place.
  const merged = new Map<unknown, Json>(
    before.map((item) => [isObject(item) ? (item[key] ?? Symbol()) : Symbol(), item]),
  );
  for (const item of items) {
    if (!isObject(item) || item[key] === undefined) {
      throw badRequest(`map: ${JSON.stringify(item)} does not contain declared merge key: ${key}`);
    }
    if (item.$patch === "delete") merged.delete(item[key]);
    else merged.set(item[key], strategicMergePatch(merged.get(item[key]), item));
  }
  return [...merged.values()];
}

/** The ports of a container have another key than those of a Service. */
function keyOf(member: string, items: Json[]): string | undefined {
  if (member !== "ports") return MERGE_KEYS[member];
  return items.some((item) => isObject(item) && "containerPort" in item) ? "containerPort" : "port";
}

/** Applies a patch's directives for a list: its order, and plain values to remove. */
function withDirectives(result: JsonObject, changes: JsonObject): JsonObject {
  for (const [directive, value] of Object.entries(changes)) {
    if (!directive.startsWith("$")) continue;
    const [prefix] = [DELETED, ORDER].filter((one) => directive.startsWith(one));
    if (prefix === undefined || !Array.isArray(value)) {
      throw badRequest(`the sandbox does not know ${directive} in a strategic merge patch`);
    }
    const member = directive.slice(prefix.length);
    const list = result[member];
    if (!Array.isArray(list)) continue;
    result[member] = prefix === DELETED ? withoutItems(list, value) : ordered(list, value, member);
  }
  return result;
}

function withoutItems(list: Json[], items: Json[]): Json[] {
  const gone = new Set(items);
  return list.filter((item) => !gone.has(item));
}

function ordered(list: Json[], order: Json[], member: string): Json[] {
  const key = keyOf(member, list);
  const nameOf = (item: Json) => (key !== undefined && isObject(item) ? item[key] : item);
  const places = new Map(order.map((item, place) => [nameOf(item), place]));
  const placeOf = (item: Json) => places.get(nameOf(item)) ?? order.length;
  return [...list].sort((one, other) => placeOf(one) - placeOf(other));
}
