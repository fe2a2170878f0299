import * as z from "zod";

/** What `put` answers with `--json`. */
export const putShape = z
  .object({
    result: z.enum(["created", "unchanged"]).describe("Whether there is a new version."),
    kind: z.enum(["secret", "parameter"]),
    name: z.string().describe("Name of the secret or parameter in the inventory."),
    account: z.string().describe("Id of the account that owns it."),
    region: z.string(),
    version: z.string().describe("Id or number of the version that is current now."),
  })
  .describe("Answer of eks-pod-secrets put --json.");

export type PutAnswer = z.infer<typeof putShape>;
