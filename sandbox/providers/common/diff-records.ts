import { isMapping } from "iam-proof/collections";
import type { PropertyChange } from "./provider";
import { containsUnknown, type Properties } from "./values";

/** Differences between two bags of values as they are, by property path: objects by member, lists by index. */
export function diffRecords(
  olds: Properties,
  news: Properties,
  prefix = "",
): Record<string, PropertyChange> {
  const changes: Record<string, PropertyChange> = {};
  for (const key of new Set([...Object.keys(olds), ...Object.keys(news)])) {
    if (key.startsWith("__")) continue;
    Object.assign(changes, diffValues(olds[key], news[key], prefix + pathOf(key, prefix === "")));
  }
  return changes;
}

function diffValues(old: unknown, next: unknown, path: string): Record<string, PropertyChange> {
  if (isAbsent(old) && isAbsent(next)) return {};
  if (isAbsent(old)) return { [path]: "add" };
  if (isAbsent(next)) return { [path]: "delete" };
  if (isMapping(old) && isMapping(next)) return diffRecords(old, next, path);
  if (Array.isArray(old) && Array.isArray(next)) {
    return Object.assign(
      {},
      ...Array.from({ length: Math.max(old.length, next.length) }, (_, index) =>
        diffValues(old[index], next[index], `${path}[${index}]`),
      ),
    );
  }
  return old === next && !containsUnknown(next) ? {} : { [path]: "update" };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function pathOf(key: string, first: boolean): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `[${JSON.stringify(key)}]`;
  return first ? key : `.${key}`;
}
