import fc from "fast-check";
import type { RoleDocuments } from "../../../proof";
import type { AccessDocuments } from "../pods";
import { allow } from "../statements";
import * as the from "./deployments/deployment";
import { ownerStatement, podTrust, policy, root } from "./deployments/deployment";

const roleOf = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;
const [OPS, TWIN, AUDIT, FAR] = [
  roleOf(the.OWNER, "ops"),
  roleOf(the.OWNER, "twin"),
  roleOf(the.OWNER, "x/audit"),
  roleOf(the.PARTNER, "far"),
];
const BOB = `arn:aws:sts::${the.OWNER}:assumed-role/ops/bob`;
const USER = `arn:aws:iam::${the.OWNER}:user/eve`;

const FORMER = the.KEY.replace(/key\/.*/, "key/7f3b2c1d-1111-4222-8333-944444444444");
const [RELATED, REPLICA] = [the.KEY, the.SECRET].map((arn) =>
  arn.replace("us-east-1", "eu-west-1"),
) as [string, string];
/** A secret that was a replica before it was deleted and made again as a secret of its own. */
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

/** What exists beside the secret and its key: a copy, a former key, a related key. Each is absent in most cases. */
const beside = fc.record({
  copy: fc.constantFrom(undefined, undefined, REPLICA, PROMOTED),
  copyKey: fc.constantFrom<string | null>(null, the.KEY, RELATED),
  ofCopy: resourcePolicy(the.READS),
  formerKeys: fc.constantFrom<(string | null)[]>([], [], [FORMER], [null]),
  isRelated: fc.constantFrom(false, false, true),
  ofOther: resourcePolicy(["kms:Decrypt"]),
});

type Beside = typeof beside extends fc.Arbitrary<infer Value> ? Value : never;

/** Adds these things to the documents of one secret and its key. */
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

/** Draws an account with a secret, a declared reader, and other roles and users that may read it or assume each other. */
export const account: fc.Arbitrary<AccessDocuments> = fc
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
          { ...own.ops, arn: TWIN },
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
