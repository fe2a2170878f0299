import { isMapping } from "../../../collections";
import { type RawPolicy, rawStatements } from "../../../grammar/syntax";
import { identityOf } from "../../actors";
import { call } from "../../calls";
import type { ChangeKind, World } from "../../change";
import { ALLOWS_ALL, rolesIn, TRUSTS_ALL, withHolder } from "../../worlds";

/**
 * Somebody deletes a role and creates one with the same name. Policies that compare its ARN let it in. Those that name it as a
 * principal do not.
 */
export const recreateRole: ChangeKind = {
  id: "recreate-role",
  gives: "becomes",
  title: "Delete a role, and make it anew",
  actions: [
    ...["iam:DeleteRole", "iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy"],
    ...["iam:DeleteRolePolicy", "iam:DetachRolePolicy"],
  ],
  *changesBy(world, actor) {
    for (const { arn, policies } of rolesIn(world.documents)) {
      const isReached = world.isReached?.(arn) ?? false;
      if (isReached && !world.gainsBy?.(arn)) continue;
      // A session ends with its role.
      if (identityOf(actor) === arn) continue;
      const removals = policies?.length
        ? ["iam:DeleteRolePolicy", "iam:DetachRolePolicy"].map((one) => [one])
        : [[]];
      for (const removal of removals) {
        for (const action of ["iam:PutRolePolicy", "iam:AttachRolePolicy"]) {
          const calls = [...removal, "iam:DeleteRole", "iam:CreateRole", action];
          yield {
            target: arn,
            variant: calls.join(),
            // Whoever holds the role gets one without a boundary.
            ...(isReached ? { widens: [arn] } : { towards: arn }),
            isLast: true,
            ends: arn,
            calls: calls.map((one) => call(one, arn)),
            apply: (now) => withoutName(withNewRole(now, arn), arn),
          };
        }
      }
    }
  },
};

function withNewRole(world: World, arn: string): World {
  return withHolder(world, arn, () => {
    const made = { arn, trust: TRUSTS_ALL, policies: [ALLOWS_ALL] };
    return made;
  });
}

/** The world in which policies no longer name the role as a principal: IAM stored the id of the old one. */
function withoutName(world: World, arn: string): World {
  const { documents } = world;
  const { keys, roles, secrets } = documents;
  return {
    ...world,
    documents: {
      ...documents,
      ...(secrets && {
        secrets: secrets.map((one) => ({ ...one, policy: unnamed(one.policy, arn) })),
      }),
      ...(keys && { keys: keys.map((one) => ({ ...one, policy: unnamed(one.policy, arn) })) }),
      ...(roles && { roles: roles.map((one) => ({ ...one, trust: unnamed(one.trust, arn) })) }),
    },
  };
}

const DELETED = "AROAAAAAAAAAAAAAAAAAA";

function unnamed(document: RawPolicy, arn: string): RawPolicy {
  if (!isMapping(document) || !JSON.stringify(document).includes(`"${arn}"`)) return document;
  const renamed = (principal: unknown) =>
    JSON.parse(JSON.stringify(principal).replaceAll(`"${arn}"`, `"${DELETED}"`));
  const Statement = rawStatements(document).map((one) => {
    if (!isMapping(one)) return one;
    const { NotPrincipal, Principal } = one;
    return {
      ...one,
      ...(Principal !== undefined && { Principal: renamed(Principal) }),
      ...(NotPrincipal !== undefined && { NotPrincipal: renamed(NotPrincipal) }),
    };
  });
  return { ...document, Statement };
}
