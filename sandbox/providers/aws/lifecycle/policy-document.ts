import { isMapping } from "iam-proof/collections";
import { json, type Property } from "../../common/values";

type Options = Omit<Property, "normal" | "same" | "shape">;

/** A policy. Another form of the same policy is no change. The state keeps one form, with sorted keys. */
export const policyDocument = (options: Options = {}): Property =>
  json({ ...options, same: samePolicy, normal: (text) => sortedJson(JSON.parse(text)) });

/** A role's policy, with `Version` first, because IAM otherwise reads it by older rules. */
export const rolePolicyDocument = (options: Options = {}): Property => ({
  ...policyDocument(options),
  normal: versionFirst,
  problem: (text: string) => (text.startsWith("{") ? undefined : "must be a JSON object"),
});

function versionFirst(text: string): string {
  const { Version, ...others } = JSON.parse(text) as Record<string, unknown>;
  const rest = sortedJson(others);
  return Version === undefined ? rest : rest.replace("{", `{"Version":${JSON.stringify(Version)},`);
}

/** Whether two IAM documents mean the same, in any order and in any form of values and accounts. */
export function samePolicy(old: string, next: string): boolean {
  try {
    return canonical(JSON.parse(old)) === canonical(JSON.parse(next));
  } catch {
    return false;
  }
}

function canonical(document: unknown): string {
  if (!isMapping(document)) return JSON.stringify(document);
  const statements = listOf(document.Statement).map((statement) =>
    sortedJson(isMapping(statement) ? canonicalStatement(statement) : statement),
  );
  return sortedJson({ ...document, Statement: statements.sort() });
}

function canonicalStatement(statement: Record<string, unknown>): Record<string, unknown> {
  const canonicalValue = (name: string, value: unknown): unknown => {
    switch (name) {
      case "Action":
      case "NotAction":
        return listOf(value)
          .map((action) => String(action).toLowerCase())
          .sort();
      case "Resource":
      case "NotResource":
        return listOf(value).map(String).sort();
      case "Principal":
      case "NotPrincipal":
        return canonicalPrincipal(value);
      case "Condition":
        return canonicalCondition(value);
      default:
        return value;
    }
  };
  return Object.fromEntries(
    Object.entries(statement)
      .filter(([name, value]) => !(name === "Sid" && value === ""))
      .map(([name, value]) => [name, canonicalValue(name, value)]),
  );
}

function canonicalPrincipal(principal: unknown): unknown {
  if (!isMapping(principal)) return principal === "*" ? { AWS: ["*"] } : principal;
  return Object.fromEntries(
    Object.entries(principal).map(([kind, value]) => [
      kind,
      listOf(value)
        .map(String)
        .map((name) => (/^\d{12}$/.test(name) ? `arn:aws:iam::${name}:root` : name))
        .sort(),
    ]),
  );
}

function canonicalCondition(condition: unknown): unknown {
  if (!isMapping(condition)) return condition;
  return Object.fromEntries(
    Object.entries(condition).map(([operator, keys]) => [
      operator.toLowerCase(),
      isMapping(keys)
        ? Object.fromEntries(
            Object.entries(keys).map(([key, value]) => [
              key.toLowerCase(),
              listOf(value).map(String).sort(),
            ]),
          )
        : keys,
    ]),
  );
}

function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** JSON with sorted keys in every object. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, item) =>
    isMapping(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
