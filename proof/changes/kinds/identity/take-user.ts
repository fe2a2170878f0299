import { userOf } from "../../actors";
import { call, kindOf } from "../../calls";

const ACTIONS = ["iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile"];

/** Somebody creates an access key or a password for a user. */
export const takeUser = kindOf({
  id: "take-user",
  gives: "becomes",
  about: {
    title: "Make an access key or a password of a user",
    prerequisites: `The right to one of ${ACTIONS.join(", ")} on the user.`,
    fix: "Allow these calls on one's own user alone, by the variable aws:username.",
    coverage: "full",
  },
  actions: ACTIONS,
  *changesBy({ documents }) {
    for (const { arn } of documents.users ?? []) {
      for (const action of ACTIONS) {
        const becomes = [userOf(arn)];
        yield { target: arn, variant: action, towards: arn, calls: [call(action, arn)], becomes };
      }
    }
  },
});
