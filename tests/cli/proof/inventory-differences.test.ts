import { deepStrictEqual, ok } from "node:assert";
import {
  byDifferences,
  explainByDifferences,
  positionsIn,
} from "../../../cli/proof/explained-differences";
import { inventoryDifferences } from "../../../cli/proof/inventory-differences";
import type { RoleDocuments } from "../../../proof";
import { type AccessDocuments, prove } from "../../../sdk/access";
import { revokedReaderStatement, revokedSessionsPolicy } from "../../../sdk/policy/revocation";
import { column, each } from "../../facts";
import {
  CLUSTER,
  crossAccountDocuments,
  KEY,
  OWNER_ACCOUNT,
  READER_ACCOUNT,
  ROLE,
  SECRET,
} from "../../proof/cross-account-documents";

const READER = `${CLUSTER} default/serviceaccount-b`;
const OPEN = { Sid: "Open", Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };
const READ_ALL = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "secretsmanager:*", Resource: "*", Sid: "ByHand" },
};
const NOTHING_ELSE = {
  Version: "2012-10-17",
  Statement: { Sid: "OnlyBuckets", Effect: "Allow", Action: "s3:*", Resource: "*" },
};

const declared = crossAccountDocuments();
const withStatement = (policy: object, statement: object) => ({
  ...policy,
  Statement: [...(policy as { Statement: object[] }).Statement, statement],
});

const bounded = (role: RoleDocuments): RoleDocuments => ({
  ...role,
  permissionsBoundary: NOTHING_ELSE,
});

type Change = (documents: ReturnType<typeof crossAccountDocuments>) => AccessDocuments;

/** What somebody has done, the message about it, and the claims that it refutes. */
const cases: [string, Change, [string, string], string[]][] = [
  [
    "a missing association",
    (now) => ({ ...now, associations: [] }),
    [READER, "has no Pod Identity association, so that its pods get no credentials"],
    ["secret-bounded", "key-bounded", "grant-available", "read-exclusive"],
  ],
  [
    "an association with another role",
    ({ associations, ...now }) => ({
      ...now,
      associations: associations.map((one) => ({ ...one, roleArn: `${ROLE}-2` })),
    }),
    [READER, `is associated with the role ${ROLE}-2, not with the role ${ROLE}`],
    ["secret-bounded", "key-bounded", "grant-available", "read-exclusive"],
  ],
  [
    "a missing role",
    (now) => ({ ...now, roles: [] }),
    [ROLE, "is missing"],
    ["grant-available", "read-exclusive"],
  ],
  [
    "a missing secret",
    (now) => ({ ...now, secrets: [] }),
    [SECRET, "is missing"],
    ["key-bounded", "role-contained", "grant-available"],
  ],
  ["a missing key", (now) => ({ ...now, keys: [] }), [KEY, "is missing"], ["grant-available"]],
  [
    "a changed key policy",
    ({ keys, ...now }) => ({
      ...now,
      keys: keys.map(({ arn, policy }) => ({ arn, policy: withStatement(policy, OPEN) })),
    }),
    [KEY, "has another policy: it adds Open"],
    ["key-bounded"],
  ],
  [
    "an open secret",
    ({ secrets, ...now }) => ({
      ...now,
      secrets: secrets.map((one) => ({ ...one, policy: withStatement(one.policy, OPEN) })),
    }),
    [SECRET, "has another policy: it adds Open"],
    ["secret-bounded", "read-exclusive"],
  ],
  [
    "a revoked reader",
    ({ secrets, ...now }) => ({
      ...now,
      secrets: secrets.map((one) => ({
        ...one,
        policy: withStatement(one.policy, revokedReaderStatement(ROLE)),
      })),
    }),
    [SECRET, `has a policy that revokes the role ${ROLE}`],
    ["grant-available"],
  ],
  [
    "an extra policy of a role",
    ({ roles, ...now }) => ({
      ...now,
      roles: roles.map((one) => ({ ...one, policies: [...one.policies, READ_ALL] })),
    }),
    [ROLE, "has an identity policy more: ByHand"],
    ["role-contained"],
  ],
  [
    "what revoke has left for earlier sessions",
    ({ roles, ...now }) => ({
      ...now,
      roles: roles.map((one) => ({
        ...one,
        policies: [...one.policies, revokedSessionsPolicy(new Date(0))],
      })),
    }),
    [
      ROLE,
      "has an identity policy more: RevokedSessions, which denies sessions from before a revocation, or before the role got other pods: 6 hours after that, delete the policy eks-pod-secrets-revoked-sessions of this role, and run up",
    ],
    ["grant-available"],
  ],
  [
    "a changed trust policy",
    ({ roles, ...now }) => ({
      ...now,
      roles: roles.map((one) => ({
        ...one,
        trust: withStatement(one.trust, {
          Sid: "Anyone",
          Effect: "Allow",
          Principal: "*",
          Action: "sts:AssumeRole",
        }),
      })),
    }),
    [ROLE, "has another trust policy: it adds Anyone"],
    ["role-unforgeable"],
  ],
  [
    "a permissions boundary",
    ({ roles, ...now }) => ({ ...now, roles: roles.map(bounded) }),
    [ROLE, "has a permissions boundary more: OnlyBuckets"],
    ["grant-available"],
  ],
  [
    "a statement that was changed in place",
    ({ keys, ...now }) => ({
      ...now,
      keys: keys.map(({ arn, policy }) => ({
        arn,
        policy: JSON.parse(JSON.stringify(policy).replace("kms:Decrypt", "kms:Encrypt")),
      })),
    }),
    [KEY, "has another policy: it has another statement ReadersDecryptThroughSecretsManager"],
    ["key-bounded", "grant-available"],
  ],
  [
    "a disabled key",
    ({ keys, ...now }) => ({ ...now, keys: keys.map((one) => ({ ...one, disabled: true })) }),
    [KEY, "is disabled, or waits for its deletion"],
    ["grant-available"],
  ],
];

describe("what differs from the inventory", () => {
  for (const [title, change, [subject, says], claims] of cases) {
    it(`is ${title}, with every claim that it refutes`, async () => {
      const found = change(crossAccountDocuments());
      const differences = inventoryDifferences(declared, found);
      const proof = await prove(found);
      each(explainByDifferences(differences, proof.claims), (one) => ({
        ...one,
        claims: one.claims.map(({ claim }) => claim),
      })).are([{ subject, says, claims }]);
      const refuted = proof.claims.filter(({ result }) => result === "refuted");
      deepStrictEqual(column(refuted, "claim"), claims);
    });
  }

  it("is nothing where documents say the same, or hold more than was declared", () => {
    const extra = { arn: `${ROLE}-2`, policies: [READ_ALL] };
    deepStrictEqual(inventoryDifferences(declared, crossAccountDocuments()), []);
    deepStrictEqual(
      inventoryDifferences(declared, { ...declared, roles: [...declared.roles, extra] }),
      [],
    );
  });

  it("is nothing where a role is revoked that the inventory does not grant the secret", () => {
    const secrets = declared.secrets.map((one) => ({
      ...one,
      policy: withStatement(one.policy, revokedReaderStatement(`${ROLE}-2`)),
    }));
    deepStrictEqual(inventoryDifferences(declared, { ...declared, secrets }), []);
  });

  it("is nothing in what could not be read", () => {
    const region = "us-east-1";
    deepStrictEqual(
      inventoryDifferences(
        declared,
        {},
        [
          { kind: "account" as const, account: READER_ACCOUNT, roles: [ROLE] },
          { kind: "associations" as const, sourceArn: CLUSTER, roles: [ROLE] },
          { kind: "objects" as const, account: OWNER_ACCOUNT, region },
        ].map((open) => ({ open, reason: "denied" })),
      ),
      [],
    );
    const secret = { kind: "secret" as const, arn: SECRET, part: "policy" as const };
    const [first] = declared.secrets;
    deepStrictEqual(
      inventoryDifferences(
        declared,
        {
          ...declared,
          secrets: first ? [{ ...first, policy: withStatement(first.policy, OPEN) }] : [],
        },
        [{ open: secret, reason: "denied" }],
      ),
      [],
    );
  });

  it("is told apart: each claim goes to the difference that decides it", async () => {
    const found = {
      ...crossAccountDocuments(),
      associations: [],
      keys: declared.keys.map(({ arn, policy }) => ({ arn, policy: withStatement(policy, OPEN) })),
    };
    const { claims } = await prove(found);
    each(explainByDifferences(inventoryDifferences(declared, found), claims), (one) => [
      one.subject,
      one.claims.map(({ claim }) => claim),
    ]).are([
      [READER, ["secret-bounded", "grant-available", "read-exclusive"]],
      [KEY, ["key-bounded"]],
    ]);
  });

  it("is one for each subject, with all that differs of it", () => {
    const roles = declared.roles.map(bounded).map((one) => ({ ...one, policies: [READ_ALL] }));
    deepStrictEqual(column(inventoryDifferences(declared, { ...declared, roles }), "says"), [
      "has another identity policy: it lacks ReadSecrets, DecryptThroughSecretsManager and adds ByHand; has a permissions boundary more: OnlyBuckets",
    ]);
  });

  it("explains no grant by what only shares its role, or begins like its names", async () => {
    const found = { ...crossAccountDocuments(), roles: declared.roles.map(bounded) };
    const { claims } = await prove(found);
    const other = { says: "is missing", requests: [ROLE] };
    deepStrictEqual(
      explainByDifferences(
        [
          { ...other, subject: `${SECRET}-2` },
          { ...other, subject: ROLE.slice(0, -2) },
          { ...other, subject: SECRET.slice(0, -2) },
        ],
        claims,
      ).flatMap((one) => one.claims),
      [],
    );
  });

  it("comes to an end for thousands of claims and of differences", async () => {
    const [claim] = (await prove({ ...crossAccountDocuments(), secrets: [] })).claims.filter(
      ({ claim }) => claim === "grant-available",
    );
    ok(claim);
    const places = Array.from({ length: 20_000 }, (_, place) => place);
    const differences = places.map((place) => ({
      ...{ subject: `${SECRET}-${place}`, says: "is missing", requests: [] },
    }));
    const claims = places.map((place) => ({ ...claim, subject: `${READER} → ${SECRET}-${place}` }));
    const explained = explainByDifferences(differences, claims);
    const positionsOf = positionsIn(byDifferences(claims, explained), 20);
    deepStrictEqual([...new Set(explained.map((one) => one.claims.length))], [1]);
    deepStrictEqual(explained.slice(19, 21).map(positionsOf), ["20", "1 that are not shown"]);
  });
});
