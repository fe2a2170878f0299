import { isMapping } from "../../../collections";
import { type RawPolicy, rawStatements } from "../../../grammar/syntax";
import { call, kindOf } from "../../calls";
import type { World } from "../../change";
import { ALLOWS_ALL, rolesIn, TRUSTS_ALL, withHolder } from "../../worlds";

/**
 * Somebody deletes a role and creates one with the same name. Policies that compare its ARN let it in. Those that name it as a
 * principal do not.
 */
export const recreateRole = kindOf({
  id: "recreate-role",
  gives: "becomes",
  about: {
    title: "Delete a role, and make it anew",
    pages: [
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
      "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
    ],
    prerequisites:
      "The rights to iam:DeleteRole and iam:CreateRole on the role, to take away the policies that it has, and to write one.",
    fix: "Deny iam:DeleteRole and iam:CreateRole under the readers' path to everyone but the deployers.",
    coverage: "full",
  },
  actions: [
    ...["iam:DeleteRole", "iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy"],
    ...["iam:DeleteRolePolicy", "iam:DetachRolePolicy"],
  ],
  *changesBy(world) {
    for (const { arn, policies } of rolesIn(world.documents)) {
      const removals = policies?.length
        ? ["iam:DeleteRolePolicy", "iam:DetachRolePolicy"].map((one) => [one])
        : [[]];
      for (const removal of removals) {
        for (const action of ["iam:PutRolePolicy", "iam:AttachRolePolicy"]) {
          const calls = [...removal, "iam:DeleteRole", "iam:CreateRole", action];
          yield {
            target: arn,
            variant: calls.join(),
            towards: arn,
            isLast: true,
            calls: calls.map((one) => call(one, arn)),
            apply: (now) => withoutName(withNewRole(now, arn), arn),
          };
        }
      }
    }
  },
});

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
