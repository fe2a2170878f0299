import type { RawPolicy } from "../../../grammar/syntax";
import { accountOf, parseArn } from "../../../names";
import { call } from "../../calls";
import type { Actor, ChangeKind, World } from "../../change";
import { valuesCompared } from "../../rights";
import {
  ALLOWS_ALL,
  hasDenial,
  holdersIn,
  isWidened,
  sortOf,
  widened,
  withHolder,
} from "../../worlds";

/** AWS managed policies that open secrets, with their statements about secrets. */
const OF_AWS: Record<string, RawPolicy> = {
  AdministratorAccess: ALLOWS_ALL,
  PowerUserAccess: allowing(["secretsmanager:*", "ssm:*", "kms:*", "sts:*", "lambda:*", "ec2:*"]),
  IAMFullAccess: allowing(["iam:*"]),
  SecretsManagerReadWrite: allowing(["secretsmanager:*"]),
};

/** Somebody attaches a managed policy to a role, a user or a group. */
export const attachPolicy: ChangeKind = {
  id: "attach-policy",
  gives: "becomes",
  title: "Attach a managed policy",
  actions: [
    ...["iam:AttachRolePolicy", "iam:AttachUserPolicy", "iam:AttachGroupPolicy"],
    "iam:CreatePolicy",
  ],
  *changesBy(world, actor) {
    for (const holder of holdersIn(world)) {
      const { arn } = holder;
      if (world.gainsBy?.(arn) === false || isWidened(holder)) continue;
      const action = `iam:Attach${sortOf(arn).sort}Policy`;
      for (const { document, mustCreate, policy } of policiesFor(world, actor, action, arn)) {
        yield {
          target: arn,
          variant: policy,
          widens: [arn],
          calls: [
            ...(mustCreate ? [call("iam:CreatePolicy", policy)] : []),
            call(action, arn, { "iam:PolicyARN": policy }),
          ],
          apply: (now) => withHolder(now, arn, (one) => widened(one, document)),
          ...(hasDenial(document) && { isLast: true as const, sets: [policy] }),
        };
      }
    }
  },
};

function policiesFor(world: World, actor: Actor, action: string, arn: string) {
  const { account = "", partition = "aws" } = parseArn(arn) ?? {};
  const known = (world.managedPolicies ?? []).filter((one) => accountOf(one.arn) === account);
  const named = valuesCompared(world, actor, action, "iam:policyarn");
  const own = [`arn:${partition}:iam::${account}:policy/x`, ...named.map(withoutWildcards)].filter(
    (one) => accountOf(one) === account && !known.some((policy) => policy.arn === one),
  );
  return [
    ...Object.entries(OF_AWS).map(([name, document]) => {
      const policy = `arn:${partition}:iam::aws:policy/${name}`;
      return { policy, document, mustCreate: false };
    }),
    ...known.map(({ arn: policy, document }) => ({ policy, document, mustCreate: false })),
    ...[...new Set(own)].map((policy) => ({ policy, document: ALLOWS_ALL, mustCreate: true })),
  ];
}

function withoutWildcards(text: string): string {
  return text.replace(/[*?]/g, "x");
}

function allowing(Action: string[]): RawPolicy {
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] };
}
