import type * as z from "zod";
import { type Path, shown } from "../../rules/problem";

/** A mistake found by the schema. `key`: the key itself is wrong. */
export interface SchemaFlaw {
  path: Path;
  says: string;
  spot: "key" | "value";
}

/** The schema's issues as flaws, each at one place in the inventory. */
export function schemaFlaws(issues: readonly z.core.$ZodIssue[], value: unknown): SchemaFlaw[] {
  return issues.flatMap((issue) => flawsOf(issue, [], value));
}

function flawsOf(issue: z.core.$ZodIssue, base: Path, root: unknown): SchemaFlaw[] {
  const path = [
    ...base,
    ...issue.path.map((step) => (typeof step === "number" ? step : String(step))),
  ];
  const value = valueAt(root, path);
  switch (issue.code) {
    case "unrecognized_keys": {
      const sentences = issue.message.split("\n");
      return issue.keys.map((key, index) => ({
        path: [...path, key],
        says: sentences[index] ?? issue.message,
        spot: "key",
      }));
    }
    case "invalid_key": {
      const rule = issue.issues[0]?.message ?? issue.message;
      return [{ path, says: withValue(rule, path.at(-1)), spot: "key" }];
    }
    case "invalid_union": {
      const branch = issue.errors.find((issues) => issues.some(isWithin));
      if (branch) return branch.flatMap((inner) => flawsOf(inner, path, root));
      return [{ path, says: withValue(issue.message, value), spot: "value" }];
    }
    case "invalid_type":
      return [{ path, says: wrongType(issue, value), spot: "value" }];
    default:
      return [{ path, says: withValue(issue.message, value), spot: "value" }];
  }
}

/** Whether the mistake lies inside the value, so that this branch of the union is the intended one. */
function isWithin({ code, path }: z.core.$ZodIssue): boolean {
  return path.length > 0 || code === "unrecognized_keys";
}

function wrongType(issue: z.core.$ZodIssueInvalidType, value: unknown): string {
  // Our own rules bring their own words; zod's messages begin with a capital letter.
  if (issue.message.startsWith("must ")) return withValue(issue.message, value);
  if (value === undefined) return "is required";
  const quoted = issue.expected === "string" && /^(number|boolean)$/.test(typeof value);
  return `must be ${KINDS[issue.expected] ?? issue.expected}, got ${shown(value)}${quoted ? "; put it in quotes" : ""}`;
}

const KINDS: Record<string, string> = {
  array: "a list",
  boolean: "true or false",
  number: "a number",
  object: "a mapping",
  record: "a mapping",
  string: "text",
};

/** `must be <rule>, got <value>; <advice>` from `must be <rule>; <advice>`. */
function withValue(rule: string, value: unknown): string {
  const [must = rule, ...advice] = rule.split("; ");
  const tail = advice.length === 0 ? "" : `; ${advice.join("; ")}`;
  return must.includes("left out") ? rule : `${must}, got ${shown(value)}${tail}`;
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      value !== null && typeof value === "object" ? Reflect.get(value, step) : undefined,
    root,
  );
}
