import type { KubernetesObject } from "../model/object";
import { badRequest } from "../model/status-error";

/** Whether an object is chosen by a list request's `labelSelector` and `fieldSelector`; only equalities are known. */
export function isSelected(
  object: KubernetesObject,
  { labelSelector, fieldSelector }: { labelSelector?: string; fieldSelector?: string },
): boolean {
  const { labels } = object.metadata;
  return (
    terms(labelSelector).every(([name, value, equal]) => (labels?.[name] === value) === equal) &&
    terms(fieldSelector).every(
      ([path, value, equal]) => (fieldOf(object, path) === value) === equal,
    )
  );
}

function terms(selector: string | undefined): [name: string, value: string, equal: boolean][] {
  if (!selector) return [];
  return selector.split(",").map((term) => {
    const match = /^([^=!\s]+)\s*(!=|==?)\s*(.*)$/.exec(term.trim());
    if (!match) throw badRequest(`unable to parse selector ${term}: only equalities are served`);
    const [, name = "", operator, value = ""] = match;
    return [name, value, operator !== "!="];
  });
}

function fieldOf(object: KubernetesObject, path: string): string {
  let value: unknown = object;
  for (const member of path.split(".")) {
    value = typeof value === "object" && value !== null ? Reflect.get(value, member) : undefined;
  }
  // A structure is no text, and one with a member `toString` cannot be made one.
  if (typeof value === "object") return "";
  return value === undefined ? "" : String(value);
}
