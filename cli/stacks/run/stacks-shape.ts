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
          emptied: z
            .literal(true)
            .optional()
            .describe("The inventory has no reader there any more, and it was to be emptied."),
          seconds: z.number(),
          changes: z
            .record(z.string(), z.int())
            .describe("Number of resources by what happened to them, e.g. create, same."),
        }),
      )
      .describe("In the order in which they were to run."),
    removals: z
      .array(
        z.object({
          stack: z.string(),
          policyOf: z.string().describe("ARN of the role or secret whose policy gave the access."),
          loses: z
            .array(z.string())
            .describe(
              "What the policy gives no more: of a role, ARNs of secrets and parameters; of a secret, its readers.",
            ),
          result: z.enum(["removed", "kept"]),
          reason: z.string().optional().describe("Why the access is still there."),
        }),
      )
      .describe(
        "Access that was deployed and that the inventory does not grant. It is removed before any stack is run.",
      ),
    formerWays: z
      .array(
        z.object({
          stack: z.string(),
          readers: z.array(z.string()).describe("Readers whose mode has changed."),
          waitsFor: z
            .array(z.string())
            .describe("Stacks of their workloads, which read as before."),
        }),
      )
      .describe(
        "Owners' stacks that let readers in by their former mode besides, until their workloads have the new one.",
      ),
    networks: z
      .array(
        z.object({
          cluster: z.string(),
          vpcId: z.string().describe("The default VPC of the cluster's account and region."),
          subnetIds: z.array(z.string()),
          zones: z.array(z.string()).describe("Zones of the subnets, e.g. us-east-1a (use1-az1)."),
        }),
      )
      .describe(
        "Where the run creates clusters whose subnets the inventory does not name; later runs keep it.",
      ),
    createdSecrets: z
      .array(z.string())
      .describe("Secrets that are new and have no value; eks-pod-secrets put gives them one."),
    leftStacks: z
      .array(
        z.object({
          stack: z.string(),
          holds: z.array(z.string()).describe("What still stands there, e.g. 2 secrets."),
          access: z.array(z.string()).describe("What it lets read."),
        }),
      )
      .describe(
        "Stacks of the project that the inventory does not have and that are not empty: they stay as they are.",
      ),
  })
  .describe("Answer of eks-pod-secrets up --json, destroy --json and refresh --json.");

export type StacksAnswer = z.infer<typeof stacksShape>;
