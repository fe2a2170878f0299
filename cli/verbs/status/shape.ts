import * as z from "zod";
import { layers } from "../../../stacks/stack-plan";
import { looksShape } from "../../stacks/looks/look-answer";
import { object, objects, oneOf, text, texts, whole } from "../../terminal/answer-shapes";

/** What `status` answers with `--json`. */
export const statusShape = object("Answer of eks-pod-secrets status --json.", {
  result: oneOf(
    "complete: every stack is deployed, and as far as is known no policy is replaced, and each value is there and can be read.",
    ["complete", "incomplete"],
  ),
  stacks: objects("In the plan's order.", {
    stack: z.string(),
    account: text("Name of the account within the inventory."),
    layer: z.enum(layers),
    state: oneOf(
      "failed: its last run failed or was stopped, so it may be incomplete. empty: it exists and holds nothing. absent: it does not exist.",
      ["deployed", "failed", "empty", "in progress", "absent"],
    ),
    resources: whole("Number of resources that it holds, as up and destroy count them.").optional(),
    lastUpdate: text("Time of the last update.").optional(),
  }),
  leftStacks: objects(
    "Stacks of the project that are not in the inventory and not empty. The access that they give stays.",
    {
      stack: z.string(),
      resources: whole("Number of resources that it holds, as up and destroy count them."),
      lastUpdate: text("Time of the last update.").optional(),
      holds: texts("What the stack still holds, e.g. 2 secrets."),
      access: texts("Who can still read what, because of it."),
    },
  ),
  replacedPolicies: objects(
    "Policies of secrets and keys that differ from what the stacks deployed.",
    {
      stack: text("The stack that deployed it."),
      kind: oneOf("Whose policy it is.", ["secret", "key"]),
      name: text(
        "Name of the secret in the inventory, or its ARN if the inventory does not have it.",
      ),
      state: oneOf("unknown: it could not be read.", ["replaced", "removed", "unknown"]),
      says: text("Which statements differ from the deployed policy, or why that is unknown."),
    },
  ),
  unusable: objects(
    "Keys and secrets of the stacks that somebody has disabled or deleted by hand.",
    {
      stack: text("The stack that holds it. up does not run it."),
      kind: z.enum(["secret", "key"]),
      name: text("Name of the secret, or id of the key, in the inventory."),
      state: oneOf(
        "deleted: for good, with the values. unknown: its account does not say whether it can be used.",
        ["disabled", "scheduled for deletion", "deleted", "unknown"],
      ),
      says: text("What that costs, and the command that saves the values."),
    },
  ),
  deployed: looksShape.optional(),
  revokedReaders: objects(
    "Readers that eks-pod-secrets revoke has cut off. up keeps them cut off.",
    {
      reader: z.string(),
      state: oneOf("unknown: its account does not say whether it is revoked.", [
        "revoked",
        "unknown",
      ]),
      reason: text("Why it is unknown.").optional(),
    },
  ),
  values: objects("Whether each secret and parameter has a value; never the value.", {
    kind: z.enum(["secret", "parameter"]),
    secret: text("Name of the secret or parameter within the inventory."),
    account: z.string(),
    value: oneOf(
      "under another key: AWS encrypts the parameter with another key than the inventory names. scheduled for deletion: you can restore it until then, and its name is taken. unknown: there are no credentials of its owner.",
      ["put", "missing", "under another key", "scheduled for deletion", "not deployed", "unknown"],
    ),
    reason: text("Why it is unknown, or what to do.").optional(),
  }),
  successions: objects(
    "Renamed or moved secrets whose former name or place is still in the inventory.",
    {
      secret: text("Name of the secret within the inventory."),
      account: z.string(),
      former: text("What the inventory called the old secret."),
      formerAccount: z.string(),
      state: oneOf(
        "open: up will copy the value. copied: the new secret has the old value. own value: somebody gave the new secret another value. no value: the old secret has none. deleted: up has not copied the value, and somebody has deleted the old secret; AWS keeps it until the end of its recovery window. done: the old secret is gone, or nothing in it is needed.",
        ["open", "copied", "own value", "no value", "deleted", "done", "unknown"],
      ),
      since: text("When the new secret got its value.").optional(),
      keepDays: whole("Days after which up deletes the old secret."),
      reason: text("Why the state is unknown.").optional(),
    },
  ),
});

export type StatusAnswer = z.infer<typeof statusShape>;
