import { userOf } from "../../actors";
import { call } from "../../calls";
import type { ChangeKind } from "../../change";

const ACTIONS = ["iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile"];

/** Somebody creates an access key or a password for a user. */
export const takeUser: ChangeKind = {
  id: "take-user",
  gives: "becomes",
  title: "Make an access key or a password of a user",
  actions: ACTIONS,
  *changesBy({ documents }) {
    for (const { arn } of documents.users ?? []) {
      for (const action of ACTIONS) {
        const becomes = [userOf(arn)];
        yield { target: arn, variant: action, towards: arn, calls: [call(action, arn)], becomes };
      }
    }
  },
};
