import assert from "node:assert";
import fc from "fast-check";
import type { RoleDocuments } from "../../../proof";
import { administratorArn } from "../../../proof/domain/administrator";
import { type AccessDocuments, blastRadius, prove, summarise, whoCanRead } from "../pods";
import { allow } from "../statements";
import * as the from "./deployments/deployment";
import { ownerStatement, podTrust, policy, root } from "./deployments/deployment";

const RUNS = Number(process.env.ANSWERS_RUNS ?? 60);
const SEED = Number(process.env.ANSWERS_SEED ?? 20_261_130);

const roleOf = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;
const [OPS, AUDIT, FAR] = [
  roleOf(the.OWNER, "ops"),
  roleOf(the.OWNER, "x/audit"),
  roleOf(the.PARTNER, "far"),
];
const BOB = `arn:aws:sts::${the.OWNER}:assumed-role/ops/bob`;
const USER = `arn:aws:iam::${the.OWNER}:user/eve`;

const FORMER = the.KEY.replace(/key\/.*/, "key/7f3b2c1d-1111-4222-8333-944444444444");
const [RELATED, REPLICA] = [the.KEY, the.SECRET].map((arn) =>
  arn.replace("us-east-1", "eu-west-1"),
) as [string, string];
/** A secret of its own, that was a replica before it was deleted and made again. */
const PROMOTED = REPLICA.replace(/-\w{6}$/, "-Zz9Zz9");

const PROVIDER = `arn:aws:iam::${the.OWNER}:oidc-provider/token.example.com`;

const condition = fc.constantFrom<object>(
  ...[{}, {}, {}],
  { StringEquals: { "aws:PrincipalTag/team": "a" } },
  { StringNotEquals: { "aws:PrincipalTag/team": "a" } },
  { StringEquals: { "aws:SourceIdentity": "alice" } },
  { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${the.OWNER}:role/*` } },
  { ArnNotLike: { "aws:PrincipalArn": [the.OWN_ROLE, roleOf(the.OWNER, "*/audit")] } },
  { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
);
const effect = fc.constantFrom("Allow", "Allow", "Allow", "Deny");
const principal = fc.constantFrom<unknown>(
  ...[root(the.OWNER), root(the.PARTNER), "*", { AWS: OPS }, { AWS: AUDIT }, { AWS: FAR }],
  ...[{ AWS: BOB }, { AWS: USER }, { AWS: the.OWN_ROLE }],
);
const resourcePolicy = (actions: string[]) =>
  fc.array(
    fc
      .record({ Effect: effect, Principal: principal, Condition: condition })
      .map((one) => ({ ...one, Action: actions, Resource: "*" })),
    { maxLength: 2 },
  );
const identityPolicies = fc.array(
  fc
    .record({
      Effect: effect,
      Action: fc.constantFrom<unknown>("*", the.READS, "kms:Decrypt", [
        "sts:AssumeRole",
        "sts:TagSession",
      ]),
      Resource: fc.constantFrom<unknown>(
        ...["*", "*", the.SECRET, the.KEY, AUDIT, "arn:aws:secretsmanager:*:billing/*"],
        ...[[the.SECRET, FORMER], [the.SECRET, RELATED], REPLICA, [PROMOTED, the.KEY]],
        `arn:aws:secretsmanager:eu-west-1:${the.OWNER}:secret:*`,
      ),
      Condition: condition,
    })
    .map((statement) => policy(statement)),
  { maxLength: 3 },
);
const trust = fc
  .record({
    Principal: fc.constantFrom<unknown>(
      ...[{ Service: "ec2.amazonaws.com" }, root(the.OWNER), root(the.PARTNER), { AWS: OPS }],
      ...[{ AWS: AUDIT }, { AWS: "AROAEXAMPLEDELETED123" }, { AWS: USER }],
      { Federated: PROVIDER },
    ),
    Condition: fc.constantFrom<object>(
      ...[{}, {}],
      { StringEquals: { "aws:RequestTag/team": "a" } },
      { ArnEquals: { "aws:PrincipalArn": AUDIT } },
    ),
  })
  .map((one) =>
    policy({
      ...one,
      Effect: "Allow",
      Action: ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
    }),
  );
const tags = fc.constantFrom<Record<string, string>>({}, {}, { team: "a" });
const boundary = fc.constantFrom(...[null, null, null], policy(allow("secretsmanager:*")));
const role = (arn: string) =>
  fc
    .record({ policies: identityPolicies, trust, tags, permissionsBoundary: boundary })
    .map((one): RoleDocuments => ({ arn, ...one }));

const reader: RoleDocuments = {
  arn: the.OWN_ROLE,
  trust: podTrust(the.OWN_READER),
  policies: [policy(allow([...the.READS, "kms:Decrypt"]))],
};

/** What lies beside the secret and its key: a copy, a key of before, a related key; each absent more often than not. */
const beside = fc.record({
  copy: fc.constantFrom(undefined, undefined, REPLICA, PROMOTED),
  copyKey: fc.constantFrom<string | null>(null, the.KEY, RELATED),
  ofCopy: resourcePolicy(the.READS),
  formerKeys: fc.constantFrom<(string | null)[]>([], [], [FORMER], [null]),
  isRelated: fc.constantFrom(false, false, true),
  ofOther: resourcePolicy(["kms:Decrypt"]),
});

type Beside = typeof beside extends fc.Arbitrary<infer Value> ? Value : never;

/** The documents with what lies beside their one secret and key. */
function withBeside(
  { keys = [], secrets = [], ...documents }: AccessDocuments,
  { copy, copyKey, formerKeys, isRelated, ofCopy, ofOther }: Beside,
): AccessDocuments {
  const other = policy(ownerStatement, ...ofOther);
  const related = isRelated || (copy && copyKey === RELATED);
  return {
    ...documents,
    keys: [
      ...(keys ?? []).map((key) => ({ ...key, ...(related && { relatedKeys: [RELATED] }) })),
      { arn: FORMER, policy: other },
      ...(related ? [{ arn: RELATED, policy: other, relatedKeys: [the.KEY] }] : []),
    ],
    secrets: [
      ...(secrets ?? []).map((one) => ({ ...one, formerKeys, copies: copy ? [copy] : [] })),
      ...(copy
        ? [
            {
              arn: copy,
              key: copyKey,
              policy: ofCopy.length > 0 ? policy(...ofCopy) : null,
              formerKeys,
            },
          ]
        : []),
    ],
  };
}

const account: fc.Arbitrary<AccessDocuments> = fc
  .record({
    ops: role(OPS),
    audit: role(AUDIT),
    far: fc.option(role(FAR)),
    user: fc.option(fc.record({ policies: identityPolicies, tags })),
    ofSecret: resourcePolicy(the.READS),
    ofKey: resourcePolicy(["kms:Decrypt"]),
    hasKey: fc.boolean(),
    isRotated: fc.constantFrom(false, false, true),
    administrators: fc.constantFrom<AccessDocuments["administrators"]>(
      ...[[], [], [], [OPS], [AUDIT], [OPS, AUDIT, USER], [FAR]],
      ...[
        [{ role: OPS, from: [the.PARTNER] }],
        [{ role: AUDIT, from: ["ec2.amazonaws.com", OPS] }],
      ],
      [{ role: AUDIT, from: [{ provider: PROVIDER, subject: "*" }] }],
    ),
    isTrustKnown: fc.constantFrom(true, true, true, false),
    beside,
  })
  .map(({ administrators, far, hasKey, isRotated, isTrustKnown, ofKey, ofSecret, user, ...own }) =>
    withBeside(
      {
        administrators,
        keys: [{ arn: the.KEY, policy: policy(ownerStatement, ...ofKey) }],
        secrets: [
          {
            arn: the.SECRET,
            key: hasKey ? the.KEY : null,
            policy: ofSecret.length > 0 ? policy(...ofSecret) : null,
            ...(isRotated && { rotation: { role: OPS } }),
          },
        ],
        roles: [
          reader,
          isTrustKnown ? own.ops : { ...own.ops, trust: null },
          own.audit,
          ...(far ? [far] : []),
        ],
        users: user ? [{ arn: USER, ...user }] : [],
        associations: [{ ...the.OWN_READER, roleArn: the.OWN_ROLE }],
        grants: [{ reader: the.OWN_READER, secret: the.SECRET }],
      },
      own.beside,
    ),
  );

/** Readers that who-can-read lists before it says that there are more. */
const MOST = 12;
const DECLARED = ["declared reader", "rotation role", "administrator"];

/** Who reads each secret beside the declared, as each of the answers says; undefined where it does not know. */
async function answersAbout(documents: AccessDocuments) {
  const { claims } = await prove(documents, { claims: ["read-exclusive"] });
  const summary = await summarise(documents, the.OWNER);
  const secrets = [];
  for (const { result, subject, reason } of claims) {
    const who = await whoCanRead(documents, subject, { limits: { principals: MOST } });
    const undeclared = who.found.filter((one) => !DECLARED.includes(one.as));
    secrets.push({
      unknown: who.result === "unknown" ? who.reason : undefined,
      ...{ subject, reason, undeclared },
      proved: result === "unknown" ? undefined : result === "proved",
      // What is open to every account has more readers than a list can hold.
      nobodyElse:
        who.result === "complete" || undeclared.length > 0 ? undeclared.length === 0 : undefined,
      summed:
        summary.result === "complete"
          ? summary.findings.filter((one) => !one.explanation && one.objects.includes(subject))
          : undefined,
    });
  }
  const radius = new Map<string, string[]>();
  for (const { arn } of documents.roles ?? []) {
    const { found, result } = await blastRadius(documents, { kind: "role", roleArn: arn });
    if (result === "complete") {
      radius.set(
        arn,
        found.map(({ secret }) => secret),
      );
    }
  }
  return { secrets, radius };
}

/** The roles of which it was declared that they read the secret. */
function declaredRoles({ administrators, secrets }: AccessDocuments, arn: string): string[] {
  const rotation = secrets?.find((one) => one.arn === arn)?.rotation?.role;
  return [
    the.OWN_ROLE,
    ...(rotation ? [rotation] : []),
    ...(administrators ?? []).map(administratorArn),
  ];
}

describe("prove, who-can-read, summary and blast-radius", () => {
  it(`never contradict each other on ${RUNS} random accounts, from seed ${SEED}`, async () => {
    const seen = { proved: 0, refuted: 0, unknown: 0 };
    for (const documents of fc.sample(account, { numRuns: RUNS, seed: SEED })) {
      const { radius, secrets } = await answersAbout(documents);
      assert.strictEqual(secrets.length, documents.secrets?.length);
      for (const { nobodyElse, proved, reason, subject, summed, undeclared, unknown } of secrets) {
        const answers = {
          subject,
          proved,
          reason,
          unknown,
          undeclared,
          summed,
          radius: [...radius],
        };
        const told = JSON.stringify({ documents, ...answers }, null, 1);
        seen[proved === undefined ? "unknown" : proved ? "proved" : "refuted"]++;
        assert.notStrictEqual(nobodyElse, undefined, `who-can-read knows: ${told}`);
        if (proved === undefined) continue;
        assert.strictEqual(nobodyElse, proved, `who-can-read and prove: ${told}`);
        if (proved) assert.deepStrictEqual(summed, [], `summary and prove: ${told}`);
        for (const { as, principal } of undeclared) {
          const arn = as === "known role" && "roleArn" in principal && principal.roleArn;
          if (arn) assert.ok(radius.get(arn)?.includes(subject), `blast-radius of ${arn}: ${told}`);
        }
        const declared = declaredRoles(documents, subject);
        for (const [arn, read] of radius) {
          if (!proved || declared.includes(arn)) continue;
          assert.ok(!read.includes(subject), `blast-radius of ${arn}: ${told}`);
        }
      }
    }
    console.log(`    ${JSON.stringify(seen)}`);
    assert.ok(seen.proved > 0.1 * RUNS && seen.refuted > 0.1 * RUNS, JSON.stringify(seen));
  }).timeout(600_000 * Math.max(1, RUNS / 60));
});
