import { parseArn } from "../../../names";
import { actorOf, identityOf } from "../../actors";
import { call } from "../../calls";
import type { Call, ChangeKind } from "../../change";
import { administering, administers, membersIn, REACHING } from "../../delegation";
import { mayTry } from "../../rights";

const ASSUME = "sts:AssumeRoot";
const MAIL = ["account:StartPrimaryEmailUpdate", "account:AcceptPrimaryEmailUpdate"];
const TASK = "IAMCreateRootUserPassword";

/** Somebody lets the root user of a member account have a password again, and sets it by mail. */
export const recoverRoot: ChangeKind = {
  id: "recover-root",
  gives: "becomes",
  title: "Bring back the root user of a member account",
  actions: [ASSUME, ...MAIL],
  *changesBy(world, actor) {
    const { id = "o-x", managementAccount } = world.documents.organization ?? {};
    const mayAssume = administers(world, actor, REACHING.root) && mayTry(world, actor, ASSUME);
    const mayMail =
      administers(world, actor, REACHING.account) &&
      MAIL.every((action) => mayTry(world, actor, action));
    if (!mayAssume && !mayMail) return;
    const { partition = "aws" } = parseArn(identityOf(actor)) ?? {};
    for (const member of membersIn(world)) {
      const target = `arn:${partition}:iam::${member}:root`;
      const root = { kind: "root" as const, account: member };
      const becomes = [actorOf(root)];
      const box = `arn:${partition}:account::${managementAccount}:account/${id}/${member}`;
      const mail: Call[] = [
        ...administering(world, actor, REACHING.account),
        ...MAIL.map((action) => call(action, box)),
      ];
      const task = { "sts:TaskPolicyArn": `arn:${partition}:iam::aws:policy/root-task/${TASK}` };
      const password: Call[] = [
        ...administering(world, actor, REACHING.root),
        call(ASSUME, target, task),
        { aws: { action: "iam:CreateLoginProfile", resource: target, by: root } },
      ];
      const worstCase = `nobody read whether account ${member} is a member with central root access`;
      if (mayAssume && mayMail) {
        yield { target, becomes, worstCase, variant: "anew", calls: [...mail, ...password] };
      }
      if (mayAssume) {
        yield {
          target,
          becomes,
          worstCase: `${worstCase}, and who gets its mail`,
          calls: password,
        };
      }
      if (mayMail) {
        const isThere = `nobody read whether the root user of account ${member} has a password without a second factor`;
        yield { target, becomes, worstCase: isThere, variant: "by mail", calls: mail };
      }
    }
  },
};
