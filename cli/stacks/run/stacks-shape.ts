import * as z from "zod";

/** What `up`, `destroy` and `refresh` answer with `--json`. */
export const stacksShape = z
  .object({
    operation: z.enum(["up", "destroy", "refresh"]),
    result: z
      .enum(["done", "incomplete"])
      .describe("incomplete goes with exit code 1. Run the same command again, and it goes on."),
    stacks: z
      .array(
        z.object({
          stack: z.string(),
          result: z
            .enum(["done", "failed", "waits", "stopped"])
            .describe(
              "waits: it did not begin. stopped: it did not begin, or was stopped before its end.",
            ),
          reason: z
            .string()
            .optional()
            .describe("Why it failed, or for which readers an owner waits."),
          waitsFor: z.array(z.string()).optional().describe("Stacks that must be done first."),
          why: z
            .string()
            .optional()
            .describe("With --changed, why it ran: what is another than at its last run."),
          emptied: z
            .literal(true)
            .optional()
            .describe(
              "The inventory has no reader there any more, so up emptied the stack or tried to.",
            ),
          seconds: z.number(),
          changes: z
            .record(z.string(), z.int())
            .describe("Number of resources by what was done to them, e.g. create, same."),
        }),
      )
      .describe("In the order of the plan."),
    changed: z
      .object({
        leftOut: z
          .int()
          .describe("Number of stacks that would register what they did at their last run."),
        statesRead: z.int().describe("Number of states that were read to find the others."),
        since: z
          .string()
          .optional()
          .describe("The revision with which the inventory, and nothing else, was compared."),
      })
      .optional()
      .describe("With --changed, what was left out."),
    removals: z
      .array(
        z.object({
          stack: z.string(),
          policyOf: z.string().describe("ARN of the role or secret whose policy gave the access."),
          loses: z
            .array(z.string())
            .describe(
              "What the policy no longer gives: for a role, ARNs of secrets and parameters, what a new boundary does not allow, or as whom, where an interrupted run has passed the role on; for a secret, readers, principals that a seal names no more, or those whom a statement let in or denies.",
            ),
          result: z.enum(["removed", "kept"]),
          reason: z.string().optional().describe("Why the access is still there."),
        }),
      )
      .describe(
        "Deployed access that the inventory does not grant. up removes it before it runs any stack.",
      ),
    stillRead: z
      .array(
        z.object({
          stack: z.string().describe("The stack to run."),
          policyOf: z.string().describe("ARN of the role or secret whose policy gives the access."),
          loses: z.array(z.string()).describe("As in removals."),
        }),
      )
      .describe(
        "Access that the inventory does not grant, in stacks that --account or --only left out. It stays until they are run.",
      ),
    formerWays: z
      .array(
        z.object({
          stack: z.string(),
          readers: z.array(z.string()).describe("Readers whose mode has changed."),
          waitsFor: z
            .array(z.string())
            .describe("Stacks of their workloads, which still read in the former way."),
        }),
      )
      .describe(
        "Owners' stacks that still let readers in by their former way, until the workloads use the new one.",
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
        "Networks that the run chose for created clusters without subnets in the inventory. Later runs keep them.",
      ),
    createdSecrets: z
      .array(z.string())
      .describe("Secrets that are new and have no value; eks-pod-secrets put gives them one."),
    leftNamespaces: z
      .array(
        z.object({
          cluster: z.string().describe("Name of its cluster in the inventory."),
          namespace: z.string(),
          reason: z
            .string()
            .optional()
            .describe("Why it stays though --yes-remove names it, e.g. what it holds."),
        }),
      )
      .describe(
        "Namespaces that a deployment created and that have no reader any more. They stay, with all that is in them.",
      ),
    leftStacks: z
      .array(
        z.object({
          stack: z.string(),
          holds: z.array(z.string()).describe("What the stack still holds, e.g. 2 secrets."),
          access: z.array(z.string()).describe("Who can still read what, because of it."),
        }),
      )
      .describe(
        "Stacks of the project that are not in the inventory and not empty. They stay as they are.",
      ),
  })
  .describe("Answer of eks-pod-secrets up --json, destroy --json and refresh --json.");

export type StacksAnswer = z.infer<typeof stacksShape>;
