import { memoize } from "../../../collections";
import type { RawPolicy } from "../../../grammar/syntax";
import { parseArn } from "../../../names";
import { accountIn, accountOfActor, identityOf, sessionOf } from "../../actors";
import { arnsToTry, call } from "../../calls";
import type { Actor, ChangeKind, World } from "../../change";
import { arnsTold } from "../../likeness";
import { valuesCompared } from "../../rights";
import { sortOf, TRUSTS_ALL, withNewIdentity } from "../../worlds";

/** Somebody creates a role or user without rights, and uses it for further changes. */
export const createIdentity: ChangeKind = {
  id: "create-identity",
  gives: "becomes",
  title: "Create a role or a user",
  actions: ["iam:CreateRole", "iam:CreateUser"],
  *changesBy(world, actor) {
    for (const sort of ["role", "user"] as const) {
      const action = sort === "role" ? "iam:CreateRole" : "iam:CreateUser";
      const { partition = "aws" } = parseArn(identityOf(actor)) ?? {};
      const usual = `arn:${partition}:iam::${accountOfActor(actor)}:${sort}/attacker-made`;
      const named = [...arnsToTry(world, actor, action, usual), ...arnsTold(world, usual)];
      for (const arn of new Set(named)) {
        if (!arn.includes(`:${sort}/`) || isThere(world, arn)) continue;
        for (const boundary of boundariesFor(world, actor, action)) {
          const made = {
            ...{ arn, policies: [], tags: {} },
            ...(sort === "role" && { trust: TRUSTS_ALL }),
            ...(boundary && { permissionsBoundary: boundary.document }),
          };
          yield {
            target: arn,
            variant: boundary?.arn ?? "none",
            calls: [call(action, arn, { "iam:PermissionsBoundary": boundary?.arn ?? [] })],
            apply: (now) => (isThere(now, arn) ? now : withNewIdentity(now, made)),
            ...(boundary && { sets: ["boundary"] }),
            ...(sort === "role" && { becomes: [sessionOf(arn)] }),
          };
        }
      }
    }
  },
};

/** The boundaries to try: none, and those that the caller's policies demand. */
function boundariesFor(
  world: World,
  actor: Actor,
  action: string,
): ({ arn: string; document: RawPolicy } | undefined)[] {
  const named = valuesCompared(world, actor, action, "iam:permissionsboundary");
  return [undefined, ...(world.managedPolicies ?? []).filter(({ arn }) => named.includes(arn))];
}

function isThere({ documents }: World, arn: string): boolean {
  const list = documents[sortOf(arn).list];
  return list ? namesIn(list).has(nameOf(arn)) : false;
}

const namesIn = memoize(
  (list: readonly { arn: string }[]) => new Set(list.map(({ arn }) => nameOf(arn))),
);

/** What AWS takes once: the name with its account. */
function nameOf(arn: string): string {
  return accountIn(arn) + arn.slice(arn.lastIndexOf("/"));
}
