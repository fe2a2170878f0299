import * as z from "zod";

import { layers } from "../../../stacks/stack-plan";
import { looksShape } from "../../stacks/looks/look-answer";

/** What `status` answers with `--json`. */
export const statusShape = z
  .object({
    result: z
      .enum(["complete", "incomplete"])
      .describe(
        "complete: every stack is deployed, and as far as is known no policy is replaced, and each value is there and can be read.",
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
              "failed: its last run failed or was stopped, so it may be incomplete. empty: it exists and holds nothing. absent: it does not exist.",
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
          holds: z.array(z.string()).describe("What the stack still holds, e.g. 2 secrets."),
          access: z.array(z.string()).describe("Who can still read what, because of it."),
        }),
      )
      .describe(
        "Stacks of the project that are not in the inventory and not empty. The access that they give stays.",
      ),
    replacedPolicies: z
      .array(
        z.object({
          stack: z.string().describe("The stack that deployed it."),
          kind: z.enum(["secret", "key"]).describe("Whose policy it is."),
          name: z
            .string()
            .describe(
              "Name of the secret in the inventory, or its ARN if the inventory does not have it.",
            ),
          state: z
            .enum(["replaced", "removed", "unknown"])
            .describe("unknown: it could not be read."),
          says: z
            .string()
            .describe("Which statements differ from the deployed policy, or why that is unknown."),
        }),
      )
      .describe("Policies of secrets and keys that differ from what the stacks deployed."),
    unusable: z
      .array(
        z.object({
          stack: z.string().describe("The stack that holds it. up does not run it."),
          kind: z.enum(["secret", "key"]),
          name: z.string().describe("Name of the secret, or id of the key, in the inventory."),
          state: z
            .enum(["disabled", "scheduled for deletion", "deleted", "unknown"])
            .describe(
              "deleted: for good, with the values. unknown: its account does not say whether it can be used.",
            ),
          says: z.string().describe("What that costs, and the command that saves the values."),
        }),
      )
      .describe("Keys and secrets of the stacks that somebody has disabled or deleted by hand."),
    deployed: looksShape.optional(),
    revokedReaders: z
      .array(
        z.object({
          reader: z.string(),
          state: z
            .enum(["revoked", "unknown"])
            .describe("unknown: its account does not say whether it is revoked."),
          reason: z.string().optional().describe("Why it is unknown."),
        }),
      )
      .describe("Readers that eks-pod-secrets revoke has cut off. up keeps them cut off."),
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
              "under another key: AWS encrypts the parameter with another key than the inventory names. scheduled for deletion: you can restore it until then, and its name is taken. unknown: there are no credentials of its owner.",
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
            .enum(["open", "copied", "own value", "no value", "deleted", "done", "unknown"])
            .describe(
              "open: up will copy the value. copied: the new secret has the old value. own value: somebody gave the new secret another value. no value: the old secret has none. deleted: up has not copied the value, and somebody has deleted the old secret; AWS keeps it until the end of its recovery window. done: the old secret is gone, or nothing in it is needed.",
            ),
          since: z.string().optional().describe("When the new secret got its value."),
          keepDays: z.int().describe("Days after which up deletes the old secret."),
          reason: z.string().optional().describe("Why the state is unknown."),
        }),
      )
      .describe("Renamed or moved secrets whose former name or place is still in the inventory."),
  })
  .describe("Answer of eks-pod-secrets status --json.");

export type StatusAnswer = z.infer<typeof statusShape>;
