import { lossKinds } from "eks-pod-secrets/change-losses";
import * as z from "zod";
import { layers } from "../../../stacks/stack-plan";
import { looksShape } from "../../stacks/looks/look-answer";
import { mark, object, objects, oneOf, text, whole } from "../../terminal/answer-shapes";
import { limitsShape } from "./quotas-shape";

const names = z.array(z.string());

/** What `plan` answers with `--json`. */
export const planShape = object("Answer of eks-pod-secrets plan --json.", {
  file: text("The inventory as it was named."),
  stacks: objects("In an order in which they can be deployed.", {
    name: text("<account>.<layer>."),
    account: text("Name of the account within the inventory."),
    accountId: z.string(),
    region: z.string(),
    layer: z.enum(layers),
    dependsOn: names.describe("Stacks whose outputs it reads."),
  }),
  readers: objects("Who will read what.", {
    reader: z.string(),
    external: mark("Others deploy it; cluster is then an ARN, and account may be an id."),
    cluster: z.string(),
    namespace: z.string(),
    serviceAccount: z.string(),
    account: text("Name of the cluster's account."),
    role: text("ARN of the pod's role."),
    targetRole: text("ARN of the role that it reads as.").optional(),
    reads: z.array(
      z.object({
        kind: z.enum(["secret", "parameter"]),
        name: text("Name within the inventory."),
        account: text("Name of the owner's account."),
        crossAccount: z.boolean(),
        file: text("Name of the file in the mount."),
      }),
    ),
  }),
  ...limitsShape,
  renames: objects("What renamedFrom and movedFrom do.", {
    secret: text("Name within the inventory."),
    account: text("Name of its account."),
    was: z.object({ secret: z.string(), account: z.string() }),
    copied: text("What up copies, and what it does not."),
    kept: text("What stays, and for how long."),
    deleted: text("What will be deleted, and when."),
  }),
  ownersToAsk: objects(
    "What others must add to their inventories so that readers can read secrets of others.",
    {
      account: text("Id of the account that owns the secrets."),
      secrets: names.describe("ARNs of the secrets."),
      yaml: text("What to add to the owner's inventory."),
    },
  ),
  live: objects("With --live: clusters that differ from the inventory.", {
    cluster: z.string(),
    account: text("Name of its account within the inventory."),
    unread: text("Why it could not be read.").optional(),
    write: names.describe(
      "What to write in the inventory. Empty if the cluster is as the inventory says.",
    ),
  }).optional(),
  names: object("With --live: names that the stacks need and others already have.", {
    taken: names.describe(
      "Roles, aliases and Pod Identity associations that others made under names that the stacks need, with what to write. up then refuses to run.",
    ),
    unread: names.describe("Why an account could not be read."),
  }).optional(),
  imports: names
    .optional()
    .describe("With --live: why up refuses to run, of what the import files name."),
  deployed: looksShape.optional(),
  changes: object("With --against.", {
    against: text("The other inventory, as it was named."),
    stacks: objects("Stacks that differ, and how.", {
      stack: z.string(),
      added: names,
      changed: names,
      removed: names,
      leaves: mark(
        "Only the other inventory has it. up leaves it, or empties it if it is a workloads stack of the same inventory id.",
      ),
    }),
    costs: objects(
      "What would fail, and which values, accesses and running pods the change costs.",
      {
        kind: oneOf(
          "fails: the deployment or AWS refuses it. value: a value is deleted. access: a reader loses access. pods: running pods restart, or cannot start for a time.",
          lossKinds,
        ),
        says: text("A sentence without its full stop."),
      },
    ),
    access: names.describe("Who gains or loses what. Empty if it is proved that nobody does."),
    recalled: whole(
      "Secrets and parameters of which an earlier run proved that nobody's access changes.",
    ),
    unchangedAccess: whole(
      "Secrets and parameters of which nothing differs, so that nothing had to be proved.",
    ),
  }).optional(),
});

export type PlanAnswer = z.infer<typeof planShape>;

/** What a plan says about the change from another inventory. */
export type PlanChanges = NonNullable<PlanAnswer["changes"]>;
