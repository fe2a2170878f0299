import { accountOf } from "../../../names";
import { accountOfActor } from "../../actors";
import { call } from "../../calls";
import type { ChangeKind } from "../../change";
import { withChanged } from "../../worlds";

/** Somebody shares a parameter with another account, whose principals can then read it with rights of their own. */
export const shareParameter: ChangeKind = {
  id: "share-parameter",
  gives: "opens",
  title: "Share a parameter with another account",
  actions: ["ssm:PutResourcePolicy", "ram:CreateResourceShare", "ram:AssociateResourceShare"],
  *changesBy({ documents }, actor) {
    const accounts = new Set(
      [...(documents.roles ?? []), ...(documents.users ?? [])].map(({ arn }) => accountOf(arn)),
    );
    accounts.add(accountOfActor(actor));
    for (const { arn } of documents.parameters ?? []) {
      for (const account of accounts) {
        if (!account || account === accountOf(arn)) continue;
        yield {
          target: arn,
          variant: account,
          calls: [call("ssm:PutResourcePolicy", arn)],
          apply: (world) =>
            withChanged(world, "parameters", arn, (one) => ({
              ...one,
              sharedWith: [...(one.sharedWith ?? []), account],
            })),
        };
      }
    }
  },
};
