import type { KubernetesObject } from "../model/object";
import { badRequest } from "../model/status-error";

export function isSelected(
  object: KubernetesObject,
  { labelSelector, fieldSelector }: { labelSelector?: string; fieldSelector?: string },
): boolean {
  const labels = new Map(Object.entries(object.metadata.labels ?? {}));
  return (
    termsOf(labelSelector).every((term) => holds(term, SETS, (name) => labels.get(name))) &&
    termsOf(fieldSelector).every((term) => holds(term, [], (path) => fieldOf(object, path)))
  );
}

/** A form of a selector's term, and whether it matches the value of `name`, if any. */
type Form = [
  pattern: RegExp,
  holds: (value: string | undefined, values: (string | undefined)[]) => boolean,
];

const NAME = "([A-Za-z0-9][\\w./-]*)";
const EQUALITY: Form[] = [
  [new RegExp(`^${NAME}\\s*==?\\s*([^\\s=!()]*)$`), (value, [wanted]) => value === wanted],
  [new RegExp(`^${NAME}\\s*!=\\s*([^\\s=!()]*)$`), (value, [wanted]) => value !== wanted],
];
/** Set terms exist only for labels. A missing label is in no set. */
const SETS: Form[] = [
  [new RegExp(`^${NAME}\\s+in\\s*\\(([^()]*)\\)$`), (value, values) => values.includes(value)],
  [new RegExp(`^${NAME}\\s+notin\\s*\\(([^()]*)\\)$`), (value, values) => !values.includes(value)],
  [new RegExp(`^${NAME}$`), (value) => value !== undefined],
  [new RegExp(`^!\\s*${NAME}$`), (value) => value === undefined],
];

function holds(term: string, sets: Form[], read: (name: string) => string | undefined): boolean {
  for (const [pattern, isTrue] of [...EQUALITY, ...sets]) {
    const found = pattern.exec(term);
    if (!found) continue;
    const [, name = "", values = ""] = found;
    return isTrue(
      read(name),
      values.split(",").map((value) => value.trim()),
    );
  }
  throw badRequest(`unable to parse requirement: ${term}`);
}

/** The terms of a selector, split at commas outside parentheses. */
function termsOf(selector: string | undefined): string[] {
  // Some clients write a space as `+`, a character that no selector contains.
  const text = (selector ?? "").replaceAll("+", " ").trim();
  if (text === "") return [];
  return text.split(/,(?![^(]*\))/).map((term) => term.trim());
}

function fieldOf(object: KubernetesObject, path: string): string {
  let value: unknown = object;
  for (const member of path.split(".")) {
    value = typeof value === "object" && value !== null ? Reflect.get(value, member) : undefined;
  }
  // An object is no text, and an object with a member `toString` cannot become one.
  if (typeof value === "object") return "";
  return value === undefined ? "" : String(value);
}
