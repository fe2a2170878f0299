import * as z from "zod";

import { layers } from "../../../stacks/stack-plan";
import { costKinds } from "./costs/plan-cost";
import { limitsShape } from "./quotas/shape";

const names = z.array(z.string());

/** What `plan` answers with `--json`. */
export const planShape = z
  .object({
    file: z.string().describe("The inventory as it was named."),
    stacks: z
      .array(
        z.object({
          name: z.string().describe("<account>.<layer>."),
          account: z.string().describe("Name of the account within the inventory."),
          accountId: z.string(),
          region: z.string(),
          layer: z.enum(layers),
          dependsOn: names.describe("Stacks whose outputs it reads."),
        }),
      )
      .describe("In an order in which they can be deployed."),
    readers: z
      .array(
        z.object({
          reader: z.string(),
          external: z
            .literal(true)
            .optional()
            .describe("Others deploy it; cluster is then an ARN, and account may be an id."),
          cluster: z.string(),
          namespace: z.string(),
          serviceAccount: z.string(),
          account: z.string().describe("Name of the cluster's account."),
          role: z.string().describe("ARN of the pod's role."),
          targetRole: z.string().optional().describe("ARN of the role that it reads as."),
          reads: z.array(
            z.object({
              kind: z.enum(["secret", "parameter"]),
              name: z.string().describe("Name within the inventory."),
              account: z.string().describe("Name of the owner's account."),
              crossAccount: z.boolean(),
              file: z.string().describe("Name of the file in the mount."),
            }),
          ),
        }),
      )
      .describe("Who will read what."),
    ...limitsShape,
    ownersToAsk: z
      .array(
        z.object({
          account: z.string().describe("Id of the account that owns the secrets."),
          secrets: names.describe("ARNs of the secrets."),
          yaml: z.string().describe("What to add to the owner's inventory."),
        }),
      )
      .describe(
        "What others must add to their inventories so that readers can read their secrets.",
      ),
    live: z
      .array(
        z.object({
          cluster: z.string(),
          account: z.string().describe("Name of its account within the inventory."),
          unread: z.string().optional().describe("Why nobody could look into it."),
          write: names.describe("What to write in the inventory; empty where nothing is amiss."),
        }),
      )
      .optional()
      .describe("With --live: where clusters are not as the inventory has them."),
    names: z
      .object({
        taken: names.describe(
          "Roles, aliases and Pod Identity associations that exist and that no stack of the inventory made, with what to write; up refuses to run.",
        ),
        unread: names.describe("Why nobody could look into an account."),
      })
      .optional()
      .describe("With --live: names that stacks are to make and that others have."),
    changes: z
      .object({
        against: z.string().describe("The other inventory as it was named."),
        stacks: z
          .array(
            z.object({
              stack: z.string(),
              added: names,
              changed: names,
              removed: names,
              leaves: z
                .literal(true)
                .optional()
                .describe(
                  "The other inventory alone has it: up leaves it, or empties a workloads stack of the same id.",
                ),
            }),
          )
          .describe("Stacks that differ, and in what."),
        costs: z
          .array(
            z.object({
              kind: z
                .enum(costKinds)
                .describe(
                  "fails: a deployment refuses it, or AWS does; value: a value is deleted; access: a reader loses one; pods: running pods restart, or cannot start for a time.",
                ),
              says: z.string().describe("A sentence without its end."),
            }),
          )
          .describe(
            "What would fail, and which values, accesses and running pods the change costs.",
          ),
        access: names.describe("Who gains or loses what; empty where that is proved to be nobody."),
        unchangedAccess: z
          .int()
          .describe(
            "Secrets and parameters that were not asked about: nothing about them differs.",
          ),
      })
      .optional()
      .describe("With --against."),
  })
  .describe("Answer of eks-pod-secrets plan --json.");

export type PlanAnswer = z.infer<typeof planShape>;
