import { call } from "../../calls";
import type { ChangeKind } from "../../change";
import { holdersIn, isWidened, sortOf, widened, withHolder } from "../../worlds";

/** Somebody writes an inline policy of a role, a user or a group, and allows everything. */
export const putInlinePolicy: ChangeKind = {
  id: "put-inline-policy",
  gives: "becomes",
  title: "Write an inline policy",
  actions: ["iam:PutRolePolicy", "iam:PutUserPolicy", "iam:PutGroupPolicy"],
  *changesBy(world) {
    for (const holder of holdersIn(world)) {
      const { arn } = holder;
      if (world.gainsBy?.(arn) === false || isWidened(holder)) continue;
      yield {
        target: arn,
        widens: [arn],
        calls: [call(`iam:Put${sortOf(arn).sort}Policy`, arn)],
        apply: (now) => withHolder(now, arn, (one) => widened(one)),
      };
    }
  },
};
