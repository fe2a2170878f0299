import * as z from "zod";
import { mark, object, objects, oneOf, text, texts, whole } from "../../terminal/answer-shapes";

/** What `up`, `destroy` and `refresh` answer with `--json`. */
export const stacksShape = object(
  "Answer of eks-pod-secrets up --json, destroy --json and refresh --json.",
  {
    operation: z.enum(["up", "destroy", "refresh"]),
    result: oneOf("incomplete goes with exit code 1. Run the same command again, and it goes on.", [
      "done",
      "incomplete",
    ]),
    stacks: objects("In the order of the plan.", {
      stack: z.string(),
      result: oneOf(
        "waits: it did not begin. stopped: it did not begin, or was stopped before its end.",
        ["done", "failed", "waits", "stopped"],
      ),
      reason: text("Why it failed, or for which readers an owner waits.").optional(),
      waitsFor: texts("Stacks that must be done first.").optional(),
      why: text("With --changed, why it ran: what is another than at its last run.").optional(),
      emptied: mark(
        "The inventory has no reader there any more, so up emptied the stack or tried to.",
      ),
      seconds: z.number(),
      changes: z
        .record(z.string(), z.int())
        .describe("Number of resources by what was done to them, e.g. create, same."),
    }),
    changed: object("With --changed, what was left out.", {
      leftOut: whole("Number of stacks that would register what they did at their last run."),
      statesRead: whole("Number of states that were read to find the others."),
      since: text(
        "The revision with which the inventory, and nothing else, was compared.",
      ).optional(),
    }).optional(),
    removals: objects(
      "Deployed access that the inventory does not grant. up removes it before it runs any stack.",
      {
        stack: z.string(),
        policyOf: text("ARN of the role or secret whose policy gave the access."),
        loses: texts(
          "What the policy no longer gives: for a role, ARNs of secrets and parameters, what a new boundary does not allow, or as whom, where an interrupted run has passed the role on; for a secret, readers, principals that a seal names no more, or those whom a statement let in or denies.",
        ),
        result: z.enum(["removed", "kept"]),
        reason: text("Why the access is still there.").optional(),
      },
    ),
    stillRead: objects(
      "Access that the inventory does not grant, in stacks that --account or --only left out. It stays until they are run.",
      {
        stack: text("The stack to run."),
        policyOf: text("ARN of the role or secret whose policy gives the access."),
        loses: texts("As in removals."),
      },
    ),
    formerWays: objects(
      "Owners' stacks that still let readers in by their former way, until the workloads use the new one.",
      {
        stack: z.string(),
        readers: texts("Readers whose mode has changed."),
        waitsFor: texts("Stacks of their workloads, which still read in the former way."),
      },
    ),
    networks: objects(
      "Networks that the run chose for created clusters without subnets in the inventory. Later runs keep them.",
      {
        cluster: z.string(),
        vpcId: text("The default VPC of the cluster's account and region."),
        subnetIds: z.array(z.string()),
        zones: texts("Zones of the subnets, e.g. us-east-1a (use1-az1)."),
      },
    ),
    createdSecrets: texts(
      "Secrets that are new and have no value; eks-pod-secrets put gives them one.",
    ),
    leftNamespaces: objects(
      "Namespaces that a deployment created and that have no reader any more. They stay, with all that is in them.",
      {
        cluster: text("Name of its cluster in the inventory."),
        namespace: z.string(),
        reason: text("Why it stays though --yes-remove names it, e.g. what it holds.").optional(),
      },
    ),
    leftStacks: objects(
      "Stacks of the project that are not in the inventory and not empty. They stay as they are.",
      {
        stack: z.string(),
        holds: texts("What the stack still holds, e.g. 2 secrets."),
        access: texts("Who can still read what, because of it."),
      },
    ),
  },
);

export type StacksAnswer = z.infer<typeof stacksShape>;
