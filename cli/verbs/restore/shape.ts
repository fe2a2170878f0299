import * as z from "zod";
import { podsShape } from "../../doctor/walk/pods-shape";

/** What `restore` answers with `--json`. */
export const restoreShape = z
  .object({
    secret: z.string().describe("Name within the inventory."),
    account: z.string().describe("Id of the owner's account."),
    region: z.string(),
    arn: z.string(),
    stack: z.string().describe("The stack that holds it again. The next up goes on with it."),
    enabledKey: z
      .string()
      .optional()
      .describe(
        "ARN of the key that encrypts its value, if the key was scheduled for deletion and is enabled again.",
      ),
    pods: podsShape.optional(),
  })
  .describe("Answer of eks-pod-secrets restore --json.");

export type RestoreAnswer = z.infer<typeof restoreShape>;
