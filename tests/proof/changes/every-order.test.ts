import { deepStrictEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { type Actor, KINDS, sessionOf, type World, waysToRead } from "../../../proof";
import { identityOf, retagged } from "../../../proof/changes/actors";
import type { AskedTags, Change } from "../../../proof/changes/change";
import { confirmCall, confirmRead } from "../../../proof/changes/confirm";
import {
  A,
  ATTACKER,
  allow,
  type Difference,
  deny,
  OPEN,
  policy,
  role,
  trusts,
  withMore,
  withRole,
  withSecret,
  worldOf,
} from "./world";

const RUNS = Number(process.env.EVERY_ORDER_RUNS ?? 15);
/** The most changes of a way that the search finds. */
const MOST = 3;

const HOP = role(A, "hop");
const [OPENING, CLOSING, MIXED] = ["opening", "closing", "mixed"].map(
  (name) => `arn:aws:iam::${A}:policy/${name}`,
) as [string, string, string];
const READ = "secretsmanager:GetSecretValue";

const kinds = KINDS.filter(({ id }) =>
  [
    ...["tag-resource", "tag-identity", "put-secret-policy", "delete-secret-policy"],
    ...["attach-policy", "write-policy-version", "lift-boundary", "assume-role", "write-trust"],
    ...["remove-denial", "create-identity", "put-inline-policy"],
  ].includes(id),
);

const TAGS: AskedTags[] = [{ team: "red" }, { team: "blue" }, { stage: "1" }, { team: null }];
const tag = fc.constantFrom("team", "stage");
const value = fc.constantFrom("red", "blue", "1");
const key = fc.constantFrom("aws:RequestTag", "aws:ResourceTag", "aws:PrincipalTag");
const condition = fc
  .array(fc.tuple(key, tag, value), { maxLength: 2 })
  .map((all) => Object.fromEntries(all.map(([of, name, one]) => [`${of}/${name}`, one])))
  .chain((equal) =>
    fc.constantFrom<Parameters<typeof allow>[2]>(
      Object.keys(equal).length > 0 ? { StringEquals: equal } : undefined,
      { ArnEquals: { "iam:PolicyARN": [CLOSING, MIXED] } },
      { ArnEquals: { "iam:PermissionsBoundary": [OPENING, CLOSING] } },
      { "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] } },
    ),
  );
const action = fc.constantFrom(
  ...["secretsmanager:TagResource", "secretsmanager:UntagResource", "iam:TagRole", READ, READ],
  ...["secretsmanager:PutResourcePolicy", "iam:AttachRolePolicy", "iam:SetDefaultPolicyVersion"],
  ...["iam:PutRolePermissionsBoundary", "sts:AssumeRole", "iam:UpdateAssumeRolePolicy"],
  ...["iam:DeleteRolePolicy", "iam:CreateRole", "secretsmanager:DeleteResourcePolicy"],
);
const statement = (effect: typeof allow) =>
  fc
    .tuple(fc.uniqueArray(action, { minLength: 1, maxLength: 2 }), condition)
    .map(([actions, when]) => effect(actions, "*", when));
const statements = fc
  .tuple(
    fc.array(statement(allow), { minLength: 1, maxLength: 5 }),
    fc.array(statement(deny), { maxLength: 1 }),
  )
  .map((all) => policy(...all.flat()));
const tags = fc.constantFrom<Record<string, string>>({}, { team: "red" }, { team: "blue" });

/** The attacker, a role beside it, a secret, and policies to attach, to put as a boundary, or to choose a version of. */
const world = fc
  .record({
    ...{ own: statements, hop: statements, versions: fc.array(statements, { maxLength: 2 }) },
    ...{ tags: fc.tuple(tags, tags, tags), isBound: fc.boolean() },
    ...{ resource: fc.option(statement(deny)) },
  })
  .map(({ hop, isBound, own, resource, tags: [ofSecret, ofHop, ofAttacker], versions }): World => {
    const policies = [
      { arn: OPENING, document: policy(allow(READ)), versions: [], attachedTo: [] },
      { arn: CLOSING, document: policy(deny("secretsmanager:*")), versions: [], attachedTo: [] },
      {
        arn: MIXED,
        document: policy(allow(READ), deny("iam:*")),
        versions,
        attachedTo: [ATTACKER],
      },
    ];
    const boundary = isBound && { permissionsBoundary: policy(allow(["iam:*", "sts:*"])) };
    const withHop: Difference = (now) => {
      const made = { arn: HOP, tags: ofHop, trust: trusts({ AWS: ATTACKER }), policies: [hop] };
      return {
        ...now,
        documents: { ...now.documents, roles: [...(now.documents.roles ?? []), made] },
      };
    };
    return worldOf([
      withRole(ATTACKER, { policies: [own], tags: ofAttacker, ...boundary }),
      withHop,
      withSecret(OPEN, {
        tags: ofSecret,
        ...(resource && { policy: policy({ ...resource, Principal: "*" }) }),
      }),
      withMore({ managedPolicies: policies }),
    ]);
  });

/** Whether somebody reads after at most so many changes, each of which is allowed by itself in the world as it is then. */
function comesToRead(
  now: World,
  held: ReadonlyMap<string, Actor>,
  left: number,
): string[] | undefined {
  if ([...held.values()].some((one) => confirmRead(now, one, OPEN).result === "allowed")) return [];
  if (left === 0) return undefined;
  const asked = [OPEN, HOP, ATTACKER].map((arn) => [arn, TAGS] as const);
  const ids = new Set([...held.values()].map(identityOf));
  const known = { ...now, tagsAsked: new Map(asked), held: ids };
  for (const actor of held.values()) {
    for (const kind of kinds) {
      for (const change of kind.changesBy(known, actor)) {
        if (!isAllowed(now, actor, change)) continue;
        const after = change.apply?.(now) ?? now;
        const { becomes = [], retags } = change;
        const others = retags ? retagged(held.values(), retags, after) : [];
        const all = new Map([
          ...held,
          ...[...becomes, ...others].map((one) => [one.key, one] as const),
        ]);
        const found = comesToRead(after, all, left - 1);
        if (found) return [`${kind.id} ${change.target} ${change.variant ?? ""}`, ...found];
      }
    }
  }
  return undefined;
}

function isAllowed(now: World, actor: Actor, { calls, worstCase }: Change): boolean {
  return (
    worstCase === undefined &&
    calls.every((call) => "aws" in call && confirmCall(now, actor, call).result === "allowed")
  );
}

describe(`ways to read in ${RUNS} worlds whose changes are in each other's way`, () => {
  it("are found wherever trying every change in every order finds one", () => {
    const start = sessionOf(ATTACKER);
    let found = 0;
    fc.assert(
      fc.property(world, (one) => {
        const way = comesToRead(one, new Map([[start.key, start]]), MOST);
        if (!way || way.length === 0) return;
        found++;
        const { result, ways } = waysToRead(one, {
          kinds: KINDS,
          secrets: [OPEN],
          starts: [start],
        });
        if (result === "unknown") return;
        deepStrictEqual(ways.length, 1, way.join("\n"));
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    ok(found > 0);
  });
});
