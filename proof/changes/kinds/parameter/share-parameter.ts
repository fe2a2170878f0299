import { accountOf } from "../../../names";
import { accountOfActor } from "../../actors";
import { call, kindOf } from "../../calls";
import { withChanged } from "../../worlds";

/** Somebody shares a parameter with another account, whose principals can then read it with rights of their own. */
export const shareParameter = kindOf({
  id: "share-parameter",
  gives: "opens",
  about: {
    title: "Share a parameter with another account",
    pages: [
      "https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-shared-parameters.html",
      "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutResourcePolicy.html",
    ],
    prerequisites:
      "The right to ssm:PutResourcePolicy on the parameter, alone or with ram:CreateResourceShare; and somebody of another account.",
    fix: "Deny ssm:PutResourcePolicy and ram:CreateResourceShare to everyone but the deployers in a control policy.",
    coverage: "full",
  },
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
});
