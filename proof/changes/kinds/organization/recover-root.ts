import { accountOf, parseArn } from "../../../names";
import { accountOfActor, actorOf, identityOf } from "../../actors";
import { call, kindOf } from "../../calls";
import type { Call, Change } from "../../change";
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
    prerequisites: `In the management account, the right to ${ASSUME} with the task policy ${TASK}. The attacker also gets the root user's mail, or has the rights to change its address. Of AWS's other task policies, none opens a secret.`,
    fix: `Let nobody but administrators call ${ASSUME}, and name the other tasks in sts:TaskPolicyArn; deny everything to root users in a service control policy.`,
    coverage: "partial",
    lacks:
      "Delegated administrators of IAM and of Account Management: the documents do not say which accounts are. Each account of the documents counts as a member, with central root access.",
  },
  actions: [ASSUME, ...MAIL],
  *changesBy(world, actor) {
    const { organization, parameters, roles, secrets } = world.documents;
    const manager = organization?.managementAccount;
    if (!manager || accountOfActor(actor) !== manager || !mayTry(world, actor, ASSUME)) return;
    const { partition = "aws" } = parseArn(identityOf(actor)) ?? {};
    const all = [...(secrets ?? []), ...(parameters ?? []), ...(roles ?? [])];
    const members = new Set(all.map(({ arn }) => accountOf(arn) ?? manager));
    for (const member of [...members].filter((id) => id !== manager)) {
      const target = `arn:${partition}:iam::${member}:root`;
      const root = { kind: "root" as const, account: member };
      const task = { "sts:TaskPolicyArn": `arn:${partition}:iam::aws:policy/root-task/${TASK}` };
      const box = `account/${organization.id ?? "o-x"}/${member}`;
      const mailbox = `arn:${partition}:account::${manager}:${box}`;
      const calls: Call[] = [
        call(ASSUME, target, task),
        { aws: { action: "iam:CreateLoginProfile", resource: target, by: root } },
      ];
      const change: Change = { target, calls, becomes: [actorOf(root)] };
      const mail = MAIL.map((action) => call(action, mailbox));
      const worstCase = `nobody read whether account ${member} is a member with central root access`;
      yield { ...change, worstCase, variant: "by another address", calls: [...mail, ...calls] };
      yield { ...change, worstCase: `${worstCase}, and who gets its mail` };
    }
  },
});
