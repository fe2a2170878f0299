import * as z from "zod";

/** What `up`, `destroy` and `refresh` answer with `--json`. */
export const stacksShape = z
  .object({
    operation: z.enum(["up", "destroy", "refresh"]),
    result: z
      .enum(["done", "incomplete"])
      .describe("incomplete goes with exit code 1; the same command goes on."),
    stacks: z
      .array(
        z.object({
          stack: z.string(),
          result: z
            .enum(["done", "failed", "waits", "stopped"])
            .describe("waits: not begun. stopped: not begun, or asked to stop before its end."),
          reason: z.string().optional().describe("Why it failed."),
          waitsFor: z.array(z.string()).optional().describe("Stacks that must be done first."),
          seconds: z.number(),
          changes: z
            .record(z.string(), z.int())
            .describe("Number of resources by what happened to them, e.g. create, same."),
        }),
      )
      .describe("In the order in which they were to run."),
    createdSecrets: z
      .array(z.string())
      .describe("Secrets that are new and have no value; eks-pod-secrets put gives them one."),
    leftStacks: z
      .array(z.string())
      .describe(
        "Stacks of the project that the inventory does not have and that are not empty: they stay as they are.",
      ),
  })
  .describe("Answer of eks-pod-secrets up --json, destroy --json and refresh --json.");

export type StacksAnswer = z.infer<typeof stacksShape>;
