import { deepStrictEqual, ok } from "node:assert/strict";

import { actorOf, type ChangeKind, KINDS, sessionOf, waysToRead } from "../../../proof";
import { close } from "../../../proof/changes/close";
import { waysOfCompute } from "./planted/of-compute";
import { waysOfIdentities } from "./planted/of-identities";
import {
  A,
  ADMINS,
  ATTACKER,
  allow,
  BUILDER,
  deny,
  letIn,
  may,
  OPEN,
  PERSON,
  policy,
  READER_B,
  readsAll,
  role,
  trusts,
  withDocuments,
  withRole,
  withSecret,
  withUser,
  worldOf,
} from "./world";

const attacker = sessionOf(ATTACKER);
/** The documents treat no role differently from others. */
const tellingNone = { wanted: [OPEN], most: Number.POSITIVE_INFINITY, isTold: () => false };

describe("changes that give the attacker nothing", () => {
  it("are known to the kinds", () => {
    const asked = [ATTACKER, BUILDER, READER_B, PERSON, ADMINS];
    const told = (rights: object, isTold: (arn: string) => boolean) => {
      const seen: Record<string, string[]>[] = [];
      const spy: ChangeKind = {
        ...{ id: "spy", gives: "becomes", title: "", actions: ["spy"] },
        changesBy: ({ gainsBy, isReached }) => {
          const reached = asked.filter((arn) => isReached?.(arn));
          seen.push({ reached, gaining: asked.filter((arn) => gainsBy?.(arn)) });
          return [];
        },
      };
      const world = worldOf([may(rights), withUser(PERSON, { groups: [ADMINS] })]);
      const wanted = ["arn:aws:secretsmanager:eu-west-1:999999999999:secret:none-AbCdEf"];
      const toPerson = KINDS.filter(({ id }) => id === "take-user");
      close(world, attacker, { ...tellingNone, wanted, isTold, kinds: [spy, ...toPerson] });
      return [seen[0], seen.at(-1)];
    };
    const alone = { reached: [ATTACKER], gaining: [ATTACKER] };
    deepStrictEqual(
      told(allow("iam:CreateAccessKey"), () => false),
      [alone, { reached: [ATTACKER, PERSON], gaining: [ATTACKER, PERSON, ADMINS] }],
    );
    const inAccount = { reached: [ATTACKER, BUILDER, PERSON], gaining: [] };
    deepStrictEqual(
      told(allow("*"), () => false).map((one) => ({ ...one, gaining: [] })),
      [inAccount, inAccount],
    );
    deepStrictEqual(told(allow("*"), (arn) => arn === BUILDER)[0], {
      reached: [ATTACKER, PERSON],
      gaining: [],
    });
  });

  it("are all that kinds leave out", () => {
    let some = 0;
    for (const { differences } of [...waysOfIdentities, ...waysOfCompute]) {
      const world = worldOf(differences);
      const { groups, roles, users } = world.documents;
      const arns = [roles, users, groups].flatMap((list) => list?.map(({ arn }) => arn) ?? []);
      for (const kind of KINDS) {
        const all = [...kind.changesBy(world, attacker)];
        for (const arn of arns) {
          const isIt = (one: string) => one === arn;
          const idle = { ...world, isReached: isIt, gainsBy: (one: string) => one !== arn };
          const name = ({ target, variant }: (typeof all)[number]) => `${target} ${variant}`;
          const left = new Set([...kind.changesBy(idle, attacker)].map(name));
          const out = all.filter((change) => !left.has(name(change)));
          some += out.length;
          const useful = out.filter(({ towards, widens }) => `${widens ?? towards}` !== arn);
          deepStrictEqual(useful.map(name), []);
          deepStrictEqual(left.size, new Set(all.map(name)).size - new Set(out.map(name)).size);
        }
      }
    }
    ok(some > 100, `only ${some} changes were left out`);
  });

  /** Roles that lead to the builder, who reads, one after another. Beside them, a group reads that denies something, too. */
  const chain = (...names: string[]) => {
    const [first = "", ...others] = names.map((name) => role(A, name));
    const links = [first, ...others, BUILDER];
    const roles = links.slice(0, -1).map((arn, at) => ({
      ...{ arn, trust: trusts({ AWS: links[at - 1] ?? ATTACKER }) },
      policies: [policy(allow("sts:AssumeRole", links[at + 1]))],
    }));
    return [
      withDocuments({
        groups: [{ arn: ADMINS, policies: [policy(allow("secretsmanager:*"), deny("s3:*"))] }],
      }),
      withRole(BUILDER, { trust: trusts({ AWS: links.at(-2) ?? "" }), policies: [readsAll] }),
      (world: ReturnType<typeof worldOf>) =>
        withDocuments({ roles: [...(world.documents.roles ?? []), ...roles] })(world),
    ];
  };
  const joins = allow("iam:AddUserToGroup");
  const tryAtMost = (most: number, rights: object[], ...names: string[]) => {
    const world = worldOf([
      may(...rights, allow("sts:AssumeRole", role(A, names[0] ?? ""))),
      ...chain(...names),
    ]);
    return waysToRead(world, { kinds: KINDS, secrets: [OPEN], starts: [attacker], most });
  };

  it("leave it complete that fewer changes do not do, though such changes come last", () => {
    const { reasons, ways } = tryAtMost(1, [joins], "middle");
    deepStrictEqual([reasons, ways], [[], []]);
    deepStrictEqual(tryAtMost(2, [joins], "middle").ways.length, 1);
  });

  it("do not hide the same changes once they are of use", () => {
    const becomes = allow("iam:CreateAccessKey", PERSON);
    const { reasons, ways } = tryAtMost(2, [joins, becomes], "one", "two");
    deepStrictEqual(ways, []);
    deepStrictEqual(reasons, [
      `${ATTACKER} comes to ${OPEN} by 3 changes, and nobody tried whether 2 would do`,
    ]);
    const { ways: three } = tryAtMost(3, [joins, becomes], "one", "two");
    deepStrictEqual(three.length, 1);
  });

  it("do not shorten the search for a way of few changes, each of which needs tags", () => {
    const [one, two] = [role(A, "one"), role(A, "two")];
    const becomes = ["sts:AssumeRole", "sts:TagSession"];
    const isTagged = (name: string) => ({ StringEquals: { [`aws:PrincipalTag/${name}`]: "1" } });
    const trustOf = (arn: string, condition?: Parameters<typeof letIn>[2]) =>
      policy(letIn({ AWS: arn }, becomes, condition));
    const roles = [
      { arn: one, trust: trustOf(ATTACKER), policies: [policy(allow(becomes, two))] },
      {
        ...{ arn: two, trust: trustOf(one, isTagged("a")) },
        policies: [policy(allow("secretsmanager:*", OPEN, isTagged("b")))],
      },
    ];
    for (const rights of [[], [joins]]) {
      const world = worldOf([
        may(...rights, allow(becomes, one)),
        ...chain("middle").slice(0, 1),
        ({ documents, ...all }) => ({
          ...all,
          documents: { ...documents, roles: [...(documents.roles ?? []), ...roles] },
        }),
      ]);
      const asked = { kinds: KINDS, secrets: [OPEN], starts: [attacker], most: 2 };
      deepStrictEqual(
        waysToRead(world, asked).ways.map(({ steps }) => steps.map(({ target }) => target)),
        [[one, two]],
      );
    }
  });

  it("are none towards a role that the attacker holds within limits", () => {
    const trust = trusts({ Service: "lambda.amazonaws.com" });
    const calls = [allow("iam:PassRole", BUILDER), allow("lambda:*")];
    const policies = [readsAll, policy(...calls)];
    for (const limit of [policy(...calls), undefined]) {
      const tags = limit ? undefined : { team: "red" };
      const start = actorOf({ kind: "session", roleArn: BUILDER, ...(tags && { tags }) }, limit);
      const red = { StringEquals: { "aws:PrincipalTag/team": "red" } };
      const denial = { ...letIn("*", "secretsmanager:*", red, "*"), Effect: "Deny" };
      const world = worldOf([
        withRole(BUILDER, { trust, policies }),
        withSecret(OPEN, { policy: policy(denial) }),
      ]);
      const { ways } = waysToRead(world, { kinds: KINDS, secrets: [OPEN], starts: [start] });
      deepStrictEqual(
        ways.map(({ steps }) => steps.map(({ kind }) => kind.id)),
        [["pass-role"]],
      );
    }
  });

  it("are not those that make a role anew, and its sessions begin afterwards", () => {
    const calls = ["iam:DeleteRole", "iam:CreateRole", "iam:PutRolePolicy", "iam:DeleteRolePolicy"];
    const waysFrom = (arn: string) => {
      const world = worldOf([
        withRole(arn, {
          policies: [readsAll, policy(allow([...calls, "sts:AssumeRole"], BUILDER))],
        }),
        withRole(BUILDER, {
          ...{ trust: trusts({ AWS: arn }), policies: [readsAll, policy(allow(calls, BUILDER))] },
          permissionsBoundary: policy(allow(calls, BUILDER)),
        }),
        withSecret(OPEN, { policy: policy(denialBut(BUILDER)) }),
      ]);
      const options = { kinds: KINDS, secrets: [OPEN], starts: [sessionOf(arn)] };
      return waysToRead(world, options).ways.map(({ steps }) => steps.map(({ kind }) => kind.id));
    };
    deepStrictEqual(waysFrom(ATTACKER), [["recreate-role", "assume-role"]]);
    deepStrictEqual(waysFrom(BUILDER), []);
  });
});

/** Nobody but this role gets at the secret. */
function denialBut(arn: string) {
  const others = { ArnNotEquals: { "aws:PrincipalArn": arn } };
  return { ...letIn("*", "secretsmanager:*", others, "*"), Effect: "Deny" };
}
