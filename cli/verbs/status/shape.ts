import * as z from "zod";

import { layers } from "../../../stacks/stack-plan";

/** What `status` answers with `--json`. */
export const statusShape = z
  .object({
    result: z
      .enum(["complete", "incomplete"])
      .describe(
        "complete: every stack is deployed, no policy is known to be replaced and no value to be missing.",
      ),
    stacks: z
      .array(
        z.object({
          stack: z.string(),
          account: z.string().describe("Name of the account within the inventory."),
          layer: z.enum(layers),
          state: z
            .enum(["deployed", "failed", "empty", "in progress", "absent"])
            .describe(
              "failed: its last run failed or was stopped, so that it may hold a part of what it should; empty: it exists and holds nothing; absent: there is no such stack.",
            ),
          resources: z
            .int()
            .optional()
            .describe("Number of resources that it holds, as up and destroy count them."),
          lastUpdate: z.string().optional().describe("Time of the last update."),
        }),
      )
      .describe("In the plan's order."),
    leftStacks: z
      .array(
        z.object({
          stack: z.string(),
          resources: z
            .int()
            .describe("Number of resources that it holds, as up and destroy count them."),
          lastUpdate: z.string().optional().describe("Time of the last update."),
          holds: z.array(z.string()).describe("What still stands there, e.g. 2 secrets."),
          access: z.array(z.string()).describe("What it lets read."),
        }),
      )
      .describe(
        "Stacks of the project that the inventory does not have and that are not empty: the access that they give stays.",
      ),
    replacedPolicies: z
      .array(
        z.object({
          stack: z.string().describe("The stack that deployed it."),
          kind: z.enum(["secret", "key"]).describe("Whose policy it is."),
          name: z
            .string()
            .describe("Name of the secret within the inventory, where it has it; else the ARN."),
          state: z
            .enum(["replaced", "removed", "unknown"])
            .describe("unknown: it could not be read."),
          says: z
            .string()
            .describe(
              "By which statements it differs from the one that was deployed, or why that is unknown.",
            ),
        }),
      )
      .describe("Policies of secrets and keys that are not the ones that the stacks deployed."),
    revokedReaders: z
      .array(
        z.object({
          reader: z.string(),
          state: z
            .enum(["revoked", "unknown"])
            .describe("unknown: its account does not say whether it is."),
          reason: z.string().optional().describe("Why it is unknown."),
        }),
      )
      .describe("Readers that eks-pod-secrets revoke has cut off; up keeps them so."),
    values: z
      .array(
        z.object({
          kind: z.enum(["secret", "parameter"]),
          secret: z.string().describe("Name of the secret or parameter within the inventory."),
          account: z.string(),
          value: z
            .enum([
              "put",
              "missing",
              "under another key",
              "scheduled for deletion",
              "not deployed",
              "unknown",
            ])
            .describe(
              "under another key: a parameter whose value AWS keeps under another key than the inventory names; scheduled for deletion: it can be restored until then, and its name is taken; unknown: no credentials of its owner are at hand.",
            ),
          reason: z.string().optional().describe("Why it is unknown, or what to do."),
        }),
      )
      .describe("Whether each secret and parameter has a value; never the value."),
    successions: z
      .array(
        z.object({
          secret: z.string().describe("Name of the secret within the inventory."),
          account: z.string(),
          former: z.string().describe("What the inventory called the old secret."),
          formerAccount: z.string(),
          state: z
            .enum(["open", "copied", "own value", "no value", "done", "unknown"])
            .describe(
              "open: up is to copy the value; copied: the new one has the old value; own value: it was given another; no value: the old one has none; done: there is no old one any more.",
            ),
          since: z.string().optional().describe("Since when the new one has a value."),
          keepDays: z.int().describe("Days after which up deletes the old one."),
          reason: z.string().optional().describe("Why the state is unknown."),
        }),
      )
      .describe("Secrets that were renamed or moved, as long as the inventory says from where."),
  })
  .describe("Answer of eks-pod-secrets status --json.");

export type StatusAnswer = z.infer<typeof statusShape>;
