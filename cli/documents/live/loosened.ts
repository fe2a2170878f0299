import type { RawPolicy } from "../../../sdk/access";

type Json = Record<string, unknown>;

/**
 * A document that allows whatever the given one may allow under some context: Allow statements lose their conditions,
 * and Deny statements with conditions on anything but who asks are left out.
 */
export function loosened(document: RawPolicy): RawPolicy {
  if (!isObject(document)) return document;
  const statements = (
    Array.isArray(document.Statement) ? document.Statement : [document.Statement]
  ).filter(isObject);
  return {
    ...document,
    Statement: statements.flatMap(({ Condition: condition, ...statement }) => {
      if (condition === undefined || statement.Effect === "Allow") return [statement];
      return isAboutPrincipal(condition) ? [{ ...statement, Condition: condition }] : [];
    }),
  };
}

function isAboutPrincipal(condition: unknown): boolean {
  return Object.values(Object(condition))
    .flatMap((keys) => Object.keys(Object(keys)))
    .every((key) => key.toLowerCase() === "aws:principalarn");
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
