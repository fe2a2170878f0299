import { groupBy } from "iam-proof/collections";
import type * as z from "zod";
import type { Look } from "../../looks/object-looks";
import { objects, oneOf, text } from "../../terminal/answer-shapes";
import { count } from "../../terminal/output";

/** The answer of `plan --live` and `status --live` about what the stacks deployed. */
export const looksShape = objects(
  "With --live: everything that was looked at of what the stacks have deployed. Keys and secrets are there only if they cannot be used.",
  {
    stack: text("The stack that deployed it."),
    kind: text("E.g. cluster, node group, add-on, association, role, SecretProviderClass."),
    what: text("What was looked at, with its kind."),
    result: oneOf("right: it is there, and as deployed. not seen: nobody could look.", [
      "right",
      "wrong",
      "not seen",
    ]),
    reason: text("What is wrong with it, as it follows `what`; or why it was not seen.").optional(),
  },
);

export type LooksAnswer = z.infer<typeof looksShape>;

export function looksAnswer(looks: readonly StackLook[]): LooksAnswer {
  return looks.map(({ look, ...one }) => ({ ...one, ...look }));
}

/** Lines about what is wrong or was not seen, and about what was looked at. */
export function lookLines(looks: LooksAnswer): string[] {
  const unseen = looks.flatMap(({ reason = "", result }) => (result === "not seen" ? reason : []));
  const right = groupBy(
    looks.filter(({ result }) => result === "right"),
    ({ kind }) => kind,
  );
  const seen = right.map(([kind, all]) => count(all.length, kind));
  return [
    ...looks.flatMap(({ reason = "", result, what }) =>
      result === "wrong" ? [`${what} ${reason}`] : [],
    ),
    ...new Set(unseen),
    ...(seen.length > 0 ? [`looked at, and as deployed: ${seen.join(", ")}`] : []),
  ];
}

/** The result of a look at something that a stack deployed. */
export interface StackLook {
  stack: string;
  /** E.g. `node group`. */
  kind: string;
  /** What was looked at, with its kind, e.g. `node group shop-nodes of cluster shop`. */
  what: string;
  look: Look;
}
