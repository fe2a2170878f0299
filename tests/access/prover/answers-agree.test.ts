import assert from "node:assert";
import fc from "fast-check";
import type { AccessDocuments, RoleDocuments } from "../../../sdk/access";
import { summarise } from "../../../sdk/access/prover/findings/summarise";
import { blastRadius } from "../../../sdk/access/prover/questions/blast-radius";
import { prove } from "../../../sdk/access/prover/questions/prove";
import { whoCanRead } from "../../../sdk/access/prover/questions/who-can-read";
import { administratorArn } from "../../../sdk/grant";
import {
  KEY,
  OWN_READER,
  OWN_ROLE,
  OWNER,
  ownerStatement,
  PARTNER,
  podTrust,
  policy,
  READS,
  root,
  SECRET,
} from "./deployments/deployment";

const RUNS = Number(process.env.ANSWERS_RUNS ?? 60);
const SEED = Number(process.env.ANSWERS_SEED ?? 20_261_130);

const roleOf = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;
const [OPS, AUDIT, FAR] = [roleOf(OWNER, "ops"), roleOf(OWNER, "x/audit"), roleOf(PARTNER, "far")];
const BOB = `arn:aws:sts::${OWNER}:assumed-role/ops/bob`;
const USER = `arn:aws:iam::${OWNER}:user/eve`;

const PROVIDER = `arn:aws:iam::${OWNER}:oidc-provider/token.example.com`;

const condition = fc.constantFrom<object>(
  ...[{}, {}, {}],
  { StringEquals: { "aws:PrincipalTag/team": "a" } },
  { StringNotEquals: { "aws:PrincipalTag/team": "a" } },
  { StringEquals: { "aws:SourceIdentity": "alice" } },
  { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${OWNER}:role/*` } },
  { ArnNotLike: { "aws:PrincipalArn": [OWN_ROLE, roleOf(OWNER, "*/audit")] } },
  { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
);
const effect = fc.constantFrom("Allow", "Allow", "Allow", "Deny");
const principal = fc.constantFrom<unknown>(
  ...[root(OWNER), root(PARTNER), "*", { AWS: OPS }, { AWS: AUDIT }, { AWS: FAR }],
  ...[{ AWS: BOB }, { AWS: USER }, { AWS: OWN_ROLE }],
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
      Action: fc.constantFrom<unknown>("*", READS, "kms:Decrypt", [
        "sts:AssumeRole",
        "sts:TagSession",
      ]),
      Resource: fc.constantFrom("*", "*", SECRET, KEY, AUDIT, "arn:aws:secretsmanager:*:billing/*"),
      Condition: condition,
    })
    .map((statement) => policy(statement)),
  { maxLength: 3 },
);
const trust = fc
  .record({
    Principal: fc.constantFrom<unknown>(
      ...[{ Service: "ec2.amazonaws.com" }, root(OWNER), root(PARTNER), { AWS: OPS }],
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
const boundary = fc.constantFrom(
  ...[null, null, null],
  policy({ Effect: "Allow", Action: "secretsmanager:*", Resource: "*" }),
);
const role = (arn: string) =>
  fc
    .record({ policies: identityPolicies, trust, tags, permissionsBoundary: boundary })
    .map((one): RoleDocuments => ({ arn, ...one }));

const reader: RoleDocuments = {
  arn: OWN_ROLE,
  trust: podTrust(OWN_READER),
  policies: [policy({ Effect: "Allow", Action: [...READS, "kms:Decrypt"], Resource: "*" })],
};

const account: fc.Arbitrary<AccessDocuments> = fc
  .record({
    ops: role(OPS),
    audit: role(AUDIT),
    far: fc.option(role(FAR)),
    user: fc.option(fc.record({ policies: identityPolicies, tags })),
    ofSecret: resourcePolicy(READS),
    ofKey: resourcePolicy(["kms:Decrypt"]),
    hasKey: fc.boolean(),
    isRotated: fc.constantFrom(false, false, true),
    administrators: fc.constantFrom<AccessDocuments["administrators"]>(
      ...[[], [], [], [OPS], [AUDIT], [OPS, AUDIT, USER], [FAR]],
      ...[[{ role: OPS, from: [PARTNER] }], [{ role: AUDIT, from: ["ec2.amazonaws.com", OPS] }]],
      [{ role: AUDIT, from: [{ provider: PROVIDER, subject: "*" }] }],
    ),
    isTrustKnown: fc.constantFrom(true, true, true, false),
  })
  .map(
    ({ administrators, far, hasKey, isRotated, isTrustKnown, ofKey, ofSecret, user, ...own }) => ({
      administrators,
      keys: [{ arn: KEY, policy: policy(ownerStatement, ...ofKey) }],
      secrets: [
        {
          arn: SECRET,
          key: hasKey ? KEY : null,
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
      associations: [{ ...OWN_READER, roleArn: OWN_ROLE }],
      grants: [{ reader: OWN_READER, secret: SECRET }],
    }),
  );

const DECLARED = ["declared reader", "rotation role", "administrator"];

/** Who reads beside the declared, as each of the answers says; undefined where it does not know. */
async function answersAbout(documents: AccessDocuments) {
  const [claim] = (await prove(documents, { claims: ["read-exclusive"] })).claims;
  const who = await whoCanRead(documents, SECRET);
  const summary = await summarise(documents, OWNER);
  const undeclared = who.found.filter((one) => !DECLARED.includes(one.as));
  const radius = new Map<string, boolean>();
  for (const { arn } of documents.roles ?? []) {
    const { found, result } = await blastRadius(documents, { kind: "role", roleArn: arn });
    if (result === "complete") radius.set(arn, found.length > 0);
  }
  return {
    proved: claim?.result === "unknown" ? undefined : claim?.result === "proved",
    reason: claim?.reason,
    nobodyElse: who.result === "complete" ? undeclared.length === 0 : undefined,
    undeclared,
    declared: who.found.filter((one) => one.as === "rotation role").length > 0,
    summed:
      summary.result === "complete"
        ? summary.findings.filter(({ explanation }) => !explanation)
        : undefined,
    radius,
  };
}

describe("prove, who-can-read, summary and blast-radius", () => {
  it(`never contradict each other on ${RUNS} random accounts, from seed ${SEED}`, async () => {
    const seen = { proved: 0, refuted: 0, unknown: 0 };
    for (const documents of fc.sample(account, { numRuns: RUNS, seed: SEED })) {
      const { nobodyElse, proved, radius, reason, summed, undeclared } =
        await answersAbout(documents);
      const told = JSON.stringify({ documents, proved, reason, undeclared, summed }, null, 1);
      seen[proved === undefined ? "unknown" : proved ? "proved" : "refuted"]++;
      assert.notStrictEqual(nobodyElse, undefined, `who-can-read knows: ${told}`);
      if (proved === undefined) continue;
      assert.strictEqual(nobodyElse, proved, `who-can-read and prove: ${told}`);
      if (proved) assert.deepStrictEqual(summed, [], `summary and prove: ${told}`);
      for (const one of undeclared) {
        const arn = one.as === "known role" && "roleArn" in one.principal && one.principal.roleArn;
        if (arn) assert.strictEqual(radius.get(arn), true, `blast-radius of ${arn}: ${told}`);
      }
      for (const arn of radius.keys()) {
        const isDeclared =
          arn === OWN_ROLE ||
          documents.secrets?.[0]?.rotation?.role === arn ||
          documents.administrators?.some((one) => administratorArn(one) === arn);
        const reads = radius.get(arn) === true;
        if (proved && !isDeclared) assert.ok(!reads, `blast-radius of ${arn}: ${told}`);
      }
    }
    console.log(`    ${JSON.stringify(seen)}`);
    assert.ok(seen.proved > 0.1 * RUNS && seen.refuted > 0.1 * RUNS, JSON.stringify(seen));
  }).timeout(600_000);
});
