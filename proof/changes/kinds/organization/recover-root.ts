import { parseArn } from "../../../names";
import { actorOf, identityOf } from "../../actors";
import { call, kindOf } from "../../calls";
import type { Call } from "../../change";
import { administering, administers, membersIn, REACHING } from "../../delegation";
import { mayTry } from "../../rights";

const ASSUME = "sts:AssumeRoot";
const MAIL = ["account:StartPrimaryEmailUpdate", "account:AcceptPrimaryEmailUpdate"];
const TASK = "IAMCreateRootUserPassword";

/** Somebody lets the root user of a member account have a password again, and sets it by mail. */
export const recoverRoot = kindOf({
  id: "recover-root",
  gives: "becomes",
  about: {
    title: "Bring back the root user of a member account",
    pages: [
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html",
      "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html",
      "https://docs.aws.amazon.com/accounts/latest/reference/API_AcceptPrimaryEmailUpdate.html",
    ],
    prerequisites: `In the management account or a delegated administrator of IAM, the right to ${ASSUME} with the task policy ${TASK}, and the root user's mail. Or in the management account or a delegated administrator of Account Management, the rights to change the address of the root user, who has a password without a second factor. Of AWS's other task policies, none opens a secret.`,
    fix: `Let nobody but administrators call ${ASSUME} and ${MAIL[0]}, and name the other tasks in sts:TaskPolicyArn; deny everything to root users in a service control policy.`,
    coverage: "partial",
    lacks: "Each account of the documents counts as a member, with central root access.",
  },
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
});
