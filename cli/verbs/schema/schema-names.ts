/** What has a JSON Schema: what files may hold, and each verb's answer to `--json`. */
export const schemaNames = [
  "inventory",
  "documents",
  "request",
  "check",
  "evaluate",
  "graph",
  "init",
  "plan",
  "preview",
  "prove",
  "put",
  "report",
  "stacks",
  "status",
  "verify",
  "blast-radius",
  "what-can-read",
  "who-can-read",
] as const;

/** One of the JSON Schemas that this package publishes. */
export type SchemaName = (typeof schemaNames)[number];
