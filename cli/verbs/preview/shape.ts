import * as z from "zod";
import { object, objects, oneOf, text, texts } from "../../terminal/answer-shapes";

/** What `preview` answers with `--json`. */
export const previewShape = object("Answer of eks-pod-secrets preview --json.", {
  result: oneOf("incomplete: a stack failed or was stopped; goes with exit code 1.", [
    "no change",
    "changes",
    "incomplete",
  ]),
  stacks: objects("In the plan's order.", {
    stack: z.string(),
    result: oneOf(
      "new: the stack does not exist, and up creates it. waits: it reads stacks that are new. stopped: it did not begin, or was stopped before its end.",
      ["previewed", "new", "waits", "failed", "stopped"],
    ),
    reason: text("Why it failed.").optional(),
    waitsFor: texts("Stacks that must exist first.").optional(),
    seconds: z.number(),
    changes: z
      .record(z.string(), z.int())
      .describe("Number of resources by what would be done to them, e.g. create, same."),
    steps: objects("What would happen to each resource that changes.", {
      operation: text("create, update, replace, delete, …"),
      type: text("The resource's type, as Pulumi names it."),
      name: z.string(),
      properties: texts("Names of its properties that differ; never a value."),
    }),
  }),
  confirmations: objects("What up does only if somebody confirms it by name.", {
    option: oneOf("The option of up that confirms it.", ["take-over", "yes-remove"]),
    name: text("The name to give with this option."),
    says: text("What it costs."),
  }),
  leftStacks: texts(
    "Stacks of the project that are not in the inventory and not empty. They stay as they are.",
  ),
});

export type PreviewAnswer = z.infer<typeof previewShape>;
