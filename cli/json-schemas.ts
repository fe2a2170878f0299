import * as z from "zod";

import { inventoryJsonSchema } from "../sdk/grant";
import type { SchemaName } from "./schema-names";

const problem = z.object({
  file: z.string().describe("The file as it was named."),
  line: z.int().min(1),
  column: z.int().min(1),
  path: z.string().describe("Keys that lead to the place. Empty for the whole file."),
  message: z.string().describe("The path, the rule, the value, and what to do."),
});

const answers = {
  check: z
    .object({
      result: z.enum(["right", "wrong"]).describe("wrong goes with exit code 2."),
      file: z.string().describe("The inventory as it was named."),
      problems: z.array(problem).describe("Mistakes in the file's order."),
      warnings: z
        .array(problem)
        .describe("What widens no access but will not work. Mistakes with --strict."),
    })
    .describe("Answer of eks-pod-secrets check --json."),
  put: z
    .object({
      result: z.enum(["created", "unchanged"]).describe("Whether there is a new version."),
      kind: z.enum(["secret", "parameter"]),
      name: z.string().describe("Name of the secret or parameter in the inventory."),
      account: z.string().describe("Id of the account that owns it."),
      region: z.string(),
      version: z.string().describe("Id or number of the version that is current now."),
    })
    .describe("Answer of eks-pod-secrets put --json."),
};

/** One of the JSON Schemas that this package publishes. */
export function jsonSchema(name: SchemaName): object {
  if (name === "inventory") return inventoryJsonSchema();
  return z.toJSONSchema(answers[name], { target: "draft-07" });
}

/** What `put` answers with `--json`. */
export type PutAnswer = z.infer<typeof answers.put>;
