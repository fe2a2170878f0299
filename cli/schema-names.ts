/** What has a JSON Schema: the inventory, and each verb's answer to `--json`. */
export const schemaNames = ["inventory", "check", "put"] as const;

/** One of the JSON Schemas that this package publishes. */
export type SchemaName = (typeof schemaNames)[number];
