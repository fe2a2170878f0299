import { deepStrictEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { type AccessDocuments, KINDS, startsIn, type World, waysToRead } from "../../../proof";
import { confirmRead } from "../../../proof/changes/confirm";
import { missesOfIdentities } from "./near-misses/of-identities";
import { missesOfSecrets } from "./near-misses/of-secrets";
import { missesOfSessions } from "./near-misses/of-sessions";
import { waysOfCompute } from "./planted/of-compute";
import { waysOfIdentities } from "./planted/of-identities";
import { waysOfSecrets } from "./planted/of-secrets";
import { waysOfSessions } from "./planted/of-sessions";
import {
  ATTACKER,
  allow,
  B,
  BUILDER,
  DEPLOYER,
  deny,
  KEY,
  OPEN,
  policy,
  READER,
  READER_B,
  role as roleOf,
  SEALED,
  SHARED,
  trusts,
  withDocuments,
  withRole,
  worldOf,
} from "./world";

const WORLDS = 25;

const DEPLOYMENTS = [
  ...[...waysOfSecrets, ...waysOfIdentities, ...waysOfSessions, ...waysOfCompute],
  ...[...missesOfSecrets, ...missesOfIdentities, ...missesOfSessions],
];
/** Besides the other account's own reader, the secret there admits only this role. */
const WORKER = roleOf(B, "worker");
const ROLES = [ATTACKER, READER, BUILDER, DEPLOYER, READER_B, WORKER];
const role = fc.constantFrom(...ROLES);
const action = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...KINDS.flatMap(({ actions }) => actions)) },
  fc.constantFrom("*", "iam:*", "sts:*", "secretsmanager:GetSecretValue", "kms:Decrypt"),
);
const resource = fc.oneof(
  { weight: 3, arbitrary: fc.constant("*") },
  fc.constantFrom(...ROLES, OPEN, SEALED, SHARED, KEY),
);
const condition = fc.constantFrom<Parameters<typeof allow>[2]>(
  ...[undefined, undefined, undefined, undefined, undefined, undefined],
  { StringEquals: { "aws:PrincipalTag/team": "blue" } },
  { ArnLike: { "aws:PrincipalArn": "*:role/readers/*" } },
);
const statement = (effect: typeof allow) =>
  fc
    .tuple(fc.uniqueArray(action, { minLength: 1, maxLength: 8 }), resource, condition)
    .map((drawn) => effect(...drawn));

/** Adds a statement to a role's policies. */
const adding = (effect: typeof allow) =>
  fc.tuple(role, statement(effect)).map(([arn, one]) => (world: World): World => {
    const { policies = [] } = world.documents.roles?.find((it) => it.arn === arn) ?? {};
    return withRole(arn, { policies: [...(policies ?? []), policy(one)] })(world);
  });

const withWorker = (world: World): World => {
  const worker = { arn: WORKER, trust: trusts({ AWS: WORKER }), policies: [] };
  return withDocuments({ roles: [...(world.documents.roles ?? []), worker] })(world);
};

/** Up to three planted deployments in one world, with random statements and trust policies. */
const world = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...DEPLOYMENTS), { minLength: 1, maxLength: 3 }),
    fc.array(
      fc.tuple(role, role).map(([arn, AWS]) => withRole(arn, { trust: trusts({ AWS }) })),
      {
        maxLength: 2,
      },
    ),
    fc.array(adding(allow), { maxLength: 6 }),
    fc.array(adding(deny), { maxLength: 2 }),
  )
  .map(([deployments, ...more]) =>
    worldOf([...deployments.flatMap(({ differences }) => differences), withWorker, ...more.flat()]),
  );

/** Who comes to read what, and by how many changes. */
function waysIn(of: World, most = Number.POSITIVE_INFINITY): Map<string, number> {
  const { ways } = waysToRead(of, { kinds: KINDS, most });
  return new Map(ways.map(({ secret, start, steps }) => [`${start.key} ${secret}`, steps.length]));
}

const sorted = (ways: Map<string, number>) => [...ways].sort();

const check = <Args extends unknown[]>(property: fc.IProperty<Args>) =>
  fc.assert(property, { numRuns: WORLDS, seed: 20_261_201, endOnFailure: true });

describe(`ways to read in ${WORLDS} random worlds`, () => {
  it("are the same in each order of the documents", () => {
    let found = 0;
    check(
      fc.property(world, fc.integer(), (one, seed) => {
        const { documents } = one;
        const shuffled = Object.fromEntries(
          (["roles", "users", "groups", "secrets", "keys"] as const).map((name) => [
            name,
            inOrder(documents[name] ?? [], seed),
          ]),
        ) as Partial<AccessDocuments>;
        const ways = waysIn(one);
        found += ways.size;
        deepStrictEqual(
          sorted(waysIn({ ...one, documents: { ...documents, ...shuffled } })),
          sorted(ways),
        );
      }),
    );
    ok(found > WORLDS, `only ${found} ways`);
  });

  it("are not fewer with more Allows, but for whom it lets read at once", () => {
    check(
      fc.property(world, fc.array(adding(allow), { minLength: 1 }), (one, more) => {
        const after = more.reduce((all, add) => add(all), one);
        const ways = waysIn(after);
        const open = new Set(readersOf(after));
        deepStrictEqual(
          [...waysIn(one).keys()].filter((way) => !ways.has(way) && !open.has(way)),
          [],
        );
      }),
    );
  });

  it("are, by at most one change, those of one change", () => {
    check(
      fc.property(world, (one) => {
        const short = [...waysIn(one)].filter(([, steps]) => steps === 1);
        deepStrictEqual(sorted(waysIn(one, 1)), sorted(new Map(short)));
      }),
    );
  });
});

/** Who reads what without any change. */
function readersOf(one: World): string[] {
  const { parameters, secrets } = one.documents;
  const all = [...(secrets ?? []), ...(parameters ?? [])].map(({ arn }) => arn);
  return startsIn(one).flatMap((start) =>
    all
      .filter((secret) => confirmRead(one, start, secret).result === "allowed")
      .map((secret) => `${start.key} ${secret}`),
  );
}

/** The list in an order that the seed decides. */
function inOrder<One extends { arn: string }>(list: readonly One[], seed: number): One[] {
  const rank = ({ arn }: One) =>
    [...arn].reduce((all, character) => Math.imul(all ^ character.charCodeAt(0), 16_777_619), seed);
  return [...list].sort((one, other) => rank(one) - rank(other));
}
