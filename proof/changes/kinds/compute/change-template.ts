import { accountOf, parseArn } from "../../../names";
import { accountOfActor, identityOf, sessionOf } from "../../actors";
import { arnsToTry, assumedBy, call } from "../../calls";
import type { ChangeKind } from "../../change";
import { mayTry } from "../../rights";
import { nameFor, regionIn, rolesTrusting } from "../../worlds";

const CALL = "ec2:CreateLaunchTemplateVersion";
const DEFAULT = "ec2:ModifyLaunchTemplate";
const EC2 = "ec2.amazonaws.com";

/** Somebody makes the next instance of an Auto Scaling group run their code, with the role in the template. */
export const changeTemplate: ChangeKind = {
  id: "change-template",
  gives: "becomes",
  title: "Write the launch template of an Auto Scaling group",
  actions: [CALL, DEFAULT],
  *changesBy(world, actor) {
    const account = accountOfActor(actor);
    const { partition = "aws" } = parseArn(identityOf(actor)) ?? {};
    if (!mayTry(world, actor, CALL)) return;
    const end = "launch-template/lt-00000000000000000";
    const usual = ["arn", partition, "ec2", regionIn(world), account, end].join(":");
    for (const role of rolesTrusting(world, EC2)) {
      const { arn } = role;
      if (accountOf(arn) !== account || world.isReached?.(arn)) continue;
      for (const template of arnsToTry(world, actor, CALL, usual)) {
        yield {
          target: template,
          variant: arn,
          towards: arn,
          calls: [call(CALL, template), assumedBy(nameFor(role, EC2), arn)],
          becomes: [sessionOf(arn)],
          worstCase: `nobody read whether a group starts instances by the newest version of ${template}`,
        };
      }
    }
  },
};
