import { accountOf } from "../../../names";
import { call } from "../../calls";
import type { ChangeKind } from "../../change";
import { hasDenial, withChanged } from "../../worlds";

const ADD = "iam:AddUserToGroup";
const REMOVE = "iam:RemoveUserFromGroup";

/** Somebody adds a user to a group, whose rights it then has, or removes it from a group that denies. */
export const joinGroup: ChangeKind = {
  id: "join-group",
  gives: "becomes",
  title: "Put a user into a group, or out of one",
  actions: [ADD, REMOVE],
  *changesBy({ documents }) {
    for (const { arn: group, policies } of documents.groups ?? []) {
      for (const { arn, groups } of documents.users ?? []) {
        if (accountOf(arn) !== accountOf(group)) continue;
        const isIn = groups?.includes(group) ?? false;
        if (isIn && !policies?.some(hasDenial)) continue;
        yield {
          target: group,
          variant: `${isIn ? REMOVE : ADD} ${arn}`,
          alters: [arn],
          widens: [arn],
          calls: [call(isIn ? REMOVE : ADD, group)],
          apply: (world) =>
            withChanged(world, "users", arn, (one) => ({
              ...one,
              groups: isIn
                ? (one.groups ?? []).filter((name) => name !== group)
                : [...(one.groups ?? []), group],
            })),
          ...((isIn || policies?.some(hasDenial)) && {
            ...{ isLast: true as const, sets: [arn] },
          }),
        };
      }
    }
  },
};
