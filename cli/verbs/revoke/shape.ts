import * as z from "zod";

/** What `revoke` answers with `--json`. */
export const revokeShape = z
  .object({
    reader: z.string().describe("Name of the reader in the inventory."),
    result: z
      .enum(["revoked", "lifted", "incomplete", "planned"])
      .describe(
        "incomplete: a step failed (exit code 1); run the same command again. planned: with --dry-run.",
      ),
    steps: z
      .array(
        z.object({
          step: z.enum(["deny", "sessions", "lift", "state"]),
          subject: z.string().describe("Role, secret or stack that it changes."),
          result: z
            .enum(["done", "absent", "failed", "planned"])
            .describe(
              "absent: there is no such secret, so nothing was changed. Of deny: another secret has taken its place.",
            ),
          reason: z.string().optional().describe("Why it failed."),
          leaves: z.string().describe("What is still possible after it, and for how long."),
        }),
      )
      .describe("The steps in order. If one fails, the others are still taken."),
    pods: z
      .object({
        leaves: z.string().describe("What its pods can still do."),
        commands: z.array(z.string()).describe("Shell commands that list and delete them."),
      })
      .describe("What is left to do in the cluster."),
    inventory: z
      .object({
        file: z.string(),
        line: z.int(),
        entry: z.string(),
        leaves: z.string().describe("What happens while the entry is in the inventory."),
      })
      .describe("The entry to remove."),
  })
  .describe("Answer of eks-pod-secrets revoke --json.");

export type RevokeAnswer = z.infer<typeof revokeShape>;
