import { accountOf, parseArn } from "../../../names";
import { accountOfActor, identityOf, sessionOf } from "../../actors";
import { arnsToTry, assumedBy, call, kindOf } from "../../calls";
import { mayTry } from "../../rights";
import { nameFor, regionIn, rolesTrusting } from "../../worlds";

const CALL = "ec2:CreateLaunchTemplateVersion";
const DEFAULT = "ec2:ModifyLaunchTemplate";
const EC2 = "ec2.amazonaws.com";

/** Somebody makes the next instance of an Auto Scaling group run their code, with the role in the template. */
export const changeTemplate = kindOf({
  id: "change-template",
  gives: "becomes",
  about: {
    title: "Write the launch template of an Auto Scaling group",
    pages: [
      "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplateVersion.html",
      "https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-launch-template-permissions.html",
    ],
    prerequisites: `The right to ${CALL} on a template by whose newest version a group starts instances; where it starts them by the default version, the right to ${DEFAULT} as well. AWS then asks for no iam:PassRole, as the group starts the instance.`,
    fix: "Deny both calls to everyone but those who may pass every role for EC2; have groups name a version.",
    coverage: "partial",
    lacks:
      "Which groups and templates there are: nobody read them. Each role of the account that trusts EC2 counts as one that a new version may name.",
  },
  actions: [CALL, DEFAULT],
  *changesBy(world, actor) {
    const account = accountOfActor(actor);
    const { partition = "aws" } = parseArn(identityOf(actor)) ?? {};
    if (!mayTry(world, actor, CALL)) return;
    const end = "launch-template/lt-00000000000000000";
    const usual = ["arn", partition, "ec2", regionIn(world), account, end].join(":");
    for (const role of rolesTrusting(world, EC2)) {
      const { arn } = role;
      if (accountOf(arn) !== account) continue;
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
});
