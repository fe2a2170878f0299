import { accountOf, parseArn } from "../../../names";
import { accountOfActor, sessionOf } from "../../actors";
import { call } from "../../calls";
import type { ChangeKind } from "../../change";
import { administering, administers, REACHING } from "../../delegation";
import { mayTry, resourcesNamed } from "../../rights";
import { isWidened, rolesIn, widened, withHolder } from "../../worlds";

const ASSIGN = "sso:CreateAccountAssignment";
const PROVISION = "sso:ProvisionPermissionSet";
const WRITE = ["sso:PutInlinePolicyToPermissionSet", "sso:AttachManagedPolicyToPermissionSet"];

const USUAL = "permissionSet/ssoins-0000000000000000/ps-0000000000000000";

/** Somebody gives a role of IAM Identity Center more rights, or lets themselves into it. */
export const changePermissionSet: ChangeKind = {
  id: "change-permission-set",
  gives: "becomes",
  title: "Write a permission set of IAM Identity Center, or assign it to oneself",
  actions: [ASSIGN, PROVISION, ...WRITE],
  *changesBy(world, actor) {
    if (!administers(world, actor, REACHING.identityCenter)) return;
    const usable = [ASSIGN, ...WRITE].filter((action) => mayTry(world, actor, action));
    if (usable.length === 0) return;
    const administrator = administering(world, actor, REACHING.identityCenter);
    const { managementAccount } = world.documents.organization ?? {};
    const isManaging = accountOfActor(actor) === managementAccount;
    // What the management account has of permission sets, it alone changes.
    const roles = rolesIn(world.documents).filter(
      ({ arn }) =>
        arn.includes(":role/aws-reserved/sso.amazonaws.com/") &&
        (isManaging || accountOf(arn) !== managementAccount),
    );
    for (const role of roles) {
      const { arn } = role;
      const sso = `arn:${parseArn(arn)?.partition}:sso:::`;
      const target = `${sso}account/${accountOf(arn)}`;
      for (const action of usable.filter((one) => one === ASSIGN || !isWidened(role))) {
        const sets = resourcesNamed(world, actor, action).filter((one) =>
          one.includes(":permissionSet/"),
        );
        for (const set of new Set([sso + USUAL, ...sets.map((one) => one.replace(/[*?]/g, "0"))])) {
          const instance = set.replace(/permissionSet\/([^/]*).*/, "instance/$1");
          const on = (name: string, ...more: string[]) =>
            [instance, set, ...more].map((one) => call(name, one));
          const worstCase = `nobody read which permission set ${arn} is of`;
          const change = { target: arn, variant: `${action} ${set}`, worstCase };
          if (action === ASSIGN) {
            yield {
              ...change,
              towards: arn,
              calls: [...administrator, ...on(ASSIGN, target)],
              becomes: [sessionOf(arn)],
              worstCase: `${worstCase}, and whether the attacker is a user of IAM Identity Center`,
            };
          } else {
            yield {
              ...change,
              widens: [arn],
              calls: [...administrator, ...on(action), ...on(PROVISION, target)],
              apply: (now) => withHolder(now, arn, (one) => widened(one)),
            };
          }
        }
      }
    }
  },
};
