import { lossKinds } from "eks-pod-secrets/change-losses";
import * as z from "zod";
import { layers } from "../../../stacks/stack-plan";
import { looksShape } from "../../stacks/looks/look-answer";
import { limitsShape } from "./quotas-shape";

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
    renames: z
      .array(
        z.object({
          secret: z.string().describe("Name within the inventory."),
          account: z.string().describe("Name of its account."),
          was: z.object({ secret: z.string(), account: z.string() }),
          copied: z.string().describe("What up copies, and what it does not."),
          kept: z.string().describe("What stays, and for how long."),
          deleted: z.string().describe("What will be deleted, and when."),
        }),
      )
      .describe("What renamedFrom and movedFrom do."),
    ownersToAsk: z
      .array(
        z.object({
          account: z.string().describe("Id of the account that owns the secrets."),
          secrets: names.describe("ARNs of the secrets."),
          yaml: z.string().describe("What to add to the owner's inventory."),
        }),
      )
      .describe(
        "What others must add to their inventories so that readers can read secrets of others.",
      ),
    live: z
      .array(
        z.object({
          cluster: z.string(),
          account: z.string().describe("Name of its account within the inventory."),
          unread: z.string().optional().describe("Why it could not be read."),
          write: names.describe(
            "What to write in the inventory. Empty if the cluster is as the inventory says.",
          ),
        }),
      )
      .optional()
      .describe("With --live: clusters that differ from the inventory."),
    names: z
      .object({
        taken: names.describe(
          "Roles, aliases and Pod Identity associations that others made under names that the stacks need, with what to write. up then refuses to run.",
        ),
        unread: names.describe("Why an account could not be read."),
      })
      .optional()
      .describe("With --live: names that the stacks need and others already have."),
    imports: names
      .optional()
      .describe("With --live: why up refuses to run, of what the import files name."),
    deployed: looksShape.optional(),
    changes: z
      .object({
        against: z.string().describe("The other inventory, as it was named."),
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
                  "Only the other inventory has it. up leaves it, or empties it if it is a workloads stack of the same inventory id.",
                ),
            }),
          )
          .describe("Stacks that differ, and how."),
        costs: z
          .array(
            z.object({
              kind: z
                .enum(lossKinds)
                .describe(
                  "fails: the deployment or AWS refuses it. value: a value is deleted. access: a reader loses access. pods: running pods restart, or cannot start for a time.",
                ),
              says: z.string().describe("A sentence without its full stop."),
            }),
          )
          .describe(
            "What would fail, and which values, accesses and running pods the change costs.",
          ),
        access: names.describe("Who gains or loses what. Empty if it is proved that nobody does."),
        recalled: z
          .int()
          .describe(
            "Secrets and parameters of which an earlier run proved that nobody's access changes.",
          ),
        unchangedAccess: z
          .int()
          .describe(
            "Secrets and parameters of which nothing differs, so that nothing had to be proved.",
          ),
      })
      .optional()
      .describe("With --against."),
  })
  .describe("Answer of eks-pod-secrets plan --json.");

export type PlanAnswer = z.infer<typeof planShape>;

/** What a plan says about the change from another inventory. */
export type PlanChanges = NonNullable<PlanAnswer["changes"]>;
