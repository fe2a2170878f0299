import * as z from "zod";

/** What `preview` answers with `--json`. */
export const previewShape = z
  .object({
    result: z
      .enum(["no change", "changes", "incomplete"])
      .describe("incomplete: a stack failed or was stopped; goes with exit code 1."),
    stacks: z
      .array(
        z.object({
          stack: z.string(),
          result: z
            .enum(["previewed", "new", "waits", "failed", "stopped"])
            .describe(
              "new: the stack does not exist, and up creates it. waits: it reads stacks that are new. stopped: it did not begin, or was stopped before its end.",
            ),
          reason: z.string().optional().describe("Why it failed."),
          waitsFor: z.array(z.string()).optional().describe("Stacks that must exist first."),
          seconds: z.number(),
          changes: z
            .record(z.string(), z.int())
            .describe("Number of resources by what would be done to them, e.g. create, same."),
          steps: z
            .array(
              z.object({
                operation: z.string().describe("create, update, replace, delete, …"),
                type: z.string().describe("The resource's type, as Pulumi names it."),
                name: z.string(),
                properties: z
                  .array(z.string())
                  .describe("Names of its properties that differ; never a value."),
              }),
            )
            .describe("What would happen to each resource that changes."),
        }),
      )
      .describe("In the plan's order."),
    confirmations: z
      .array(
        z.object({
          option: z
            .enum(["take-over", "yes-remove"])
            .describe("The option of up that confirms it."),
          name: z.string().describe("The name to give with this option."),
          says: z.string().describe("What it costs."),
        }),
      )
      .describe("What up does only if somebody confirms it by name."),
    leftStacks: z
      .array(z.string())
      .describe(
        "Stacks of the project that are not in the inventory and not empty. They stay as they are.",
      ),
  })
  .describe("Answer of eks-pod-secrets preview --json.");

export type PreviewAnswer = z.infer<typeof previewShape>;
