import type { RawPolicy } from "../../../sdk/access";

const READS = [
  "secretsmanager:getsecretvalue",
  "secretsmanager:describesecret",
  "ssm:getparameters",
  "kms:decrypt",
];

/**
 * Whether a policy may say anything about reading secrets or parameters. Of whatever is not plainly about other actions
 * it is taken to.
 */
export function concernsReading(document: RawPolicy): boolean {
  if (!isObject(document)) return document !== null && document !== undefined;
  return asList(document.Statement).some((statement) => {
    if (!isObject(statement) || !("Action" in statement)) return true;
    return asList(statement.Action).some(
      (pattern) => typeof pattern !== "string" || READS.some((action) => covers(pattern, action)),
    );
  });
}

function covers(pattern: string, action: string): boolean {
  const expression = pattern
    .toLowerCase()
    .replace(/[^a-z0-9*?:]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`).test(action);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}
