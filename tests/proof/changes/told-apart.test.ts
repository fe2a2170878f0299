import { deepStrictEqual } from "node:assert/strict";

import { type Actor, KINDS, sessionOf, waysToRead } from "../../../proof";
import {
  A,
  allow,
  controls,
  type Difference,
  nobodyElse,
  OPEN,
  policy,
  readsAll,
  role,
  trusts,
  withMore,
  withRoles,
  worldOf,
} from "./world";

const [FULL, PLAIN] = [role(A, "full"), role(A, "plain")];

/** The kinds of the steps of each way, by start. */
function waysFrom(starts: Actor[], ...differences: Difference[]) {
  const world = worldOf([nobodyElse, ...differences]);
  const { ways } = waysToRead(world, { kinds: KINDS, secrets: [OPEN], starts });
  return ways.map(({ start, steps }) => [start.key, steps.map(({ kind }) => kind.id)]);
}

describe("ways of somebody who may do everything, and less than others", () => {
  const denies = (Condition: object) =>
    controls(A, { Effect: "Deny", NotAction: "sts:*", Resource: "*", Condition });
  const byName = denies({ ArnEquals: { "aws:PrincipalArn": FULL } });
  const byTag = denies({ StringEquals: { "aws:PrincipalTag/team": "red" } });
  const full = (tags = {}) => ({
    ...{ arn: FULL, policies: [policy(allow("*"))], tags },
    trust: trusts({ Service: "ec2.amazonaws.com" }),
  });
  const plain = { arn: PLAIN, trust: trusts({ AWS: FULL }), policies: [readsAll] };

  it("go on as a role that may do less, where a policy denies by name, tag or session tag", () => {
    for (const [start, tags, denial] of [
      [sessionOf(FULL), {}, byName],
      [sessionOf(FULL), { team: "red" }, byTag],
      [sessionOf(FULL, { team: "red" }), {}, byTag],
    ] as const) {
      const ways = waysFrom([start], withRoles(full(tags), plain), denial);
      deepStrictEqual(ways, [[start.key, ["assume-role"]]]);
    }
  });

  it("do not stand for those of others in the account", () => {
    const writes = { arn: PLAIN, trust: policy(), policies: [policy(allow("iam:PutRolePolicy"))] };
    const starts = [sessionOf(FULL), sessionOf(PLAIN)];
    deepStrictEqual(waysFrom(starts, withRoles(full(), writes), byName), [
      [PLAIN, ["put-inline-policy"]],
    ]);
  });
});

describe("ways of roles whose policies read alike", () => {
  const TEAM = `arn:aws:iam::${A}:policy/team`;
  const writes = policy(allow("iam:CreatePolicyVersion", TEAM));
  const [one, other] = [role(A, "one"), role(A, "other")];

  it("differ where only one has them by a managed policy that it may write", () => {
    for (const [rights, attached] of [
      [{ policies: [writes] }, { attachedTo: [one], boundaryOf: [] }],
      [
        { policies: [writes, readsAll], permissionsBoundary: writes },
        { attachedTo: [], boundaryOf: [one] },
      ],
    ]) {
      const managed = { arn: TEAM, document: writes, versions: [], attachedTo: [], ...attached };
      const ways = waysFrom(
        [sessionOf(other), sessionOf(one)],
        withRoles(
          ...[other, one].map((arn) => ({ arn, trust: policy(), policies: [], ...rights })),
        ),
        withMore({ managedPolicies: [managed] }),
      );
      deepStrictEqual(ways, [[one, ["write-policy-version"]]]);
    }
  });
});
