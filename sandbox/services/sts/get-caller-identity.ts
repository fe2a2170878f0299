import type { Operation } from "../../wire/messages/operation";

/** Who the caller is. AWS allows it to everyone, whatever the policies say. */
export const getCallerIdentity: Operation = ({ caller }) => ({
  UserId: caller.userId,
  Account: caller.account,
  Arn: caller.arn,
});
