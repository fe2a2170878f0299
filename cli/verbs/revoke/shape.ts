import * as z from "zod";
import { object, objects, oneOf, text, texts } from "../../terminal/answer-shapes";

/** What `revoke` answers with `--json`. */
export const revokeShape = object("Answer of eks-pod-secrets revoke --json.", {
  reader: text("Name of the reader in the inventory."),
  result: oneOf(
    "incomplete: a step failed (exit code 1); run the same command again. planned: with --dry-run.",
    ["revoked", "lifted", "incomplete", "planned"],
  ),
  steps: objects("The steps in order. If one fails, the others are still taken.", {
    step: z.enum(["deny", "sessions", "lift", "state"]),
    subject: text("Role, secret or stack that it changes."),
    result: oneOf(
      "absent: there is no such secret, so nothing was changed. Of deny: another secret has taken its place.",
      ["done", "absent", "failed", "planned"],
    ),
    reason: text("Why it failed.").optional(),
    leaves: text("What is still possible after it, and for how long."),
  }),
  pods: object("What is left to do in the cluster.", {
    leaves: text("What its pods can still do."),
    commands: texts("Shell commands that list and delete them."),
  }),
  sessions: object("With --lift: the policy that stays in the roles for sessions from before.", {
    leaves: text("What it refuses, and until when."),
    commands: texts("Shell commands that delete it, each with credentials of the role's account."),
  }).optional(),
  inventory: object("The entry to remove.", {
    file: z.string(),
    line: z.int(),
    entry: z.string(),
    leaves: text("What happens while the entry is in the inventory."),
  }),
});

export type RevokeAnswer = z.infer<typeof revokeShape>;
