import { call, kindOf } from "../../calls";
import { holdersIn, isWidened, sortOf, widened, withHolder } from "../../worlds";

/** Somebody writes an inline policy of a role, a user or a group, and allows everything. */
export const putInlinePolicy = kindOf({
  id: "put-inline-policy",
  gives: "becomes",
  about: {
    title: "Write an inline policy",
    prerequisites:
      "The right to iam:PutRolePolicy on a role that one can become, to iam:PutUserPolicy on one's own user, or to iam:PutGroupPolicy on one of its groups.",
    fix: "Allow these calls only on a path of their own, and only with a permissions boundary (iam:PermissionsBoundary).",
    coverage: "full",
  },
  actions: ["iam:PutRolePolicy", "iam:PutUserPolicy", "iam:PutGroupPolicy"],
  *changesBy(world) {
    for (const holder of holdersIn(world)) {
      const { arn } = holder;
      if (isWidened(holder)) continue;
      yield {
        target: arn,
        widens: [arn],
        calls: [call(`iam:Put${sortOf(arn).sort}Policy`, arn)],
        apply: (now) => withHolder(now, arn, (one) => widened(one)),
      };
    }
  },
});
