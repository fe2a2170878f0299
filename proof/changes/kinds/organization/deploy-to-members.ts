import { accountOf, parseArn } from "../../../names";
import { accountOfActor, identityOf, sessionOf } from "../../actors";
import { arnsToTry, assumedBy, call } from "../../calls";
import type { ChangeKind } from "../../change";
import { administering, administers, membersIn, REACHING } from "../../delegation";
import { mayTry } from "../../rights";
import {
  ALLOWS_ALL,
  nameFor,
  regionIn,
  rolesIn,
  rolesTrusting,
  withNewIdentity,
} from "../../worlds";

const STACK_SET = ["cloudformation:CreateStackSet", "cloudformation:CreateStackInstances"];
const PACK = "config:PutOrganizationConformancePack";
const AUTOMATION = "ssm.amazonaws.com";
const EXECUTION = "stacksets-exec-0123456789abcdef0123456789abcdef";

/** Somebody has a service deploy what they write into member accounts of the organization. */
export const deployToMembers: ChangeKind = {
  id: "deploy-to-members",
  gives: "becomes",
  title: "Deploy a stack set or a conformance pack into member accounts",
  actions: [...STACK_SET, PACK],
  *changesBy(world, actor) {
    const { partition = "aws" } = parseArn(identityOf(actor)) ?? {};
    const account = accountOfActor(actor);
    const isManaging = account === world.documents.organization?.managementAccount;
    const own = (service: string, end: string) =>
      ["arn", partition, service, regionIn(world), account, end].join(":");
    const ofService = (service: string) => administering(world, actor, service);
    // Who was delegated to was so once the service may reach into members.
    const unread = (what: string) =>
      isManaging && { worstCase: `nobody read whether ${what} may reach into members` };
    if (
      administers(world, actor, REACHING.stackSets) &&
      STACK_SET.every((action) => mayTry(world, actor, action))
    ) {
      const [create = "", deploy = ""] = STACK_SET;
      for (const set of arnsToTry(world, actor, create, own("cloudformation", "stackset/x:*"))) {
        for (const member of membersIn(world)) {
          const there = rolesIn(world.documents).find(
            ({ arn }) => accountOf(arn) === member && /:role\/stacksets-exec-/.test(arn),
          );
          const arn = there?.arn ?? `arn:${partition}:iam::${member}:role/${EXECUTION}`;
          yield {
            target: arn,
            variant: set,
            towards: arn,
            calls: [...ofService(REACHING.stackSets), call(create, set), call(deploy, set)],
            ...(!there && {
              apply: (now) => withNewIdentity(now, { arn, policies: [ALLOWS_ALL], tags: {} }),
            }),
            becomes: [sessionOf(arn)],
            ...unread("StackSets"),
          };
        }
      }
    }
    if (!administers(world, actor, REACHING.conformance) || !mayTry(world, actor, PACK)) return;
    const usual = own("config", "organization-conformance-pack/x");
    for (const pack of arnsToTry(world, actor, PACK, usual)) {
      const members = membersIn(world);
      for (const role of rolesTrusting(world, AUTOMATION)) {
        const { arn } = role;
        if (!members.includes(accountOf(arn) ?? "")) continue;
        yield {
          target: arn,
          variant: pack,
          towards: arn,
          calls: [
            ...ofService(REACHING.conformance),
            call(PACK, pack),
            assumedBy(nameFor(role, AUTOMATION), arn),
          ],
          becomes: [sessionOf(arn)],
          ...unread("AWS Config"),
        };
      }
    }
  },
};
