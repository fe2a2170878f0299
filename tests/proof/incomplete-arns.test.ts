import assert from "node:assert";
import { type ApplicablePolicies, type PolicyKind, parsePolicy } from "../../proof";
import { type AccessDocuments, difference, prove } from "./pods";
import * as the from "./prover/deployments/deployment";
import {
  policy as documentOf,
  oneReader,
  ownerStatement,
  readPolicy,
} from "./prover/deployments/deployment";
import { allow, deny } from "./statements";
import { allowAll, decide, denyAll, OWN, policy, request, session, user } from "./support";

/** AWS's own example, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html: `arn:aws:sqs` is `arn:aws:sqs:*:*:*`. */
const INCOMPLETE = "arn:aws:secretsmanager";

const outsider = `arn:aws:iam::${the.OWNER}:role/auditor`;

/** One reader, and another role of the owner's account with this policy. */
function withRole(...statements: object[]): AccessDocuments {
  const reader = oneReader();
  const auditor = { arn: outsider, policies: [documentOf(...statements)] };
  return { ...reader, roles: [...(reader.roles ?? []), auditor] };
}

async function resultOf(documents: AccessDocuments, claim: string): Promise<string[]> {
  const { claims } = await prove(documents);
  return claims.filter((one) => one.claim === claim).map(({ result }) => result);
}

describe("an ARN of fewer than six fields", () => {
  const own = session(OWN);
  const reading = (Resource: unknown, element = "Resource") => {
    const { Resource: _, ...rest } = allowAll() as Record<string, unknown>;
    return policy("identity", { ...rest, [element]: Resource });
  };

  for (const [Resource, decision] of [
    [INCOMPLETE, "allowed"],
    [`${INCOMPLETE}:us-east-1`, "allowed"],
    [`${INCOMPLETE}:us-east-?:${OWN}`, "allowed"],
    [`${INCOMPLETE}:us-east-1:${OWN}`, "allowed"],
    [`${INCOMPLETE}:eu-west-1`, "denied"],
    [`${INCOMPLETE}:`, "denied"],
    ["arn:aws:secrets", "denied"],
    ["arn:aws-cn:secretsmanager", "denied"],
  ] as const) {
    it(`is completed by wildcards in an identity policy: ${Resource} is ${decision}`, () => {
      assert.strictEqual(decide({ identity: [reading(Resource)] }, request(own)), decision);
      const not: ApplicablePolicies = { identity: [reading(Resource, "NotResource")] };
      assert.notStrictEqual(decide(not, request(own)), decision);
    });
  }

  // The guide says that a "*" at the end of a field continues over the colon, and that wildcards complete missing fields.
  for (const Resource of [
    "arn:aws:secretsmanager:*:db-AbCdEf",
    "arn:aws:secretsmanager:*:db-*",
    "arn:aws:*:db-AbCdEf",
    "arn:aws:secretsmanager:us-*:db-*",
    `arn:aws:secretsmanager:*:${OWN}`,
    "arn:aws:secretsmanager:us-*:2*2",
  ]) {
    it(`may be completed by the wildcard that it holds, or at its end: ${Resource}`, () => {
      const all = policy("all", allowAll());
      const denial = policy("denial", { ...denyAll(), Resource });
      const both = (policies: ApplicablePolicies) =>
        [false, true].map((strict) => decide({ ...policies, strict }, request(own)));
      assert.deepStrictEqual(both({ identity: [reading(Resource)] }), ["allowed", "denied"]);
      assert.deepStrictEqual(both({ identity: [all, denial] }), ["allowed", "denied"]);
      assert.deepStrictEqual(both({ identity: [reading(Resource, "NotResource")] }), [
        "allowed",
        "denied",
      ]);
    });
  }

  it("is completed in a permissions boundary, and in a denial", () => {
    const boundary = reading(INCOMPLETE);
    const identity = [policy("identity", allowAll())];
    const permissionsBoundary = { ...boundary, name: "boundary" };
    const asked = request(user(OWN));
    assert.strictEqual(decide({ identity, permissionsBoundary }, asked), "allowed");
    const denial = policy("denial", { ...denyAll(), Resource: INCOMPLETE });
    assert.strictEqual(decide({ identity: [...identity, denial] }, asked), "denied");
  });

  const read = (kind: PolicyKind, Resource: string) => () =>
    parsePolicy(
      {
        name: "the document",
        document: {
          Version: "2012-10-17",
          Statement: {
            Effect: "Deny",
            Action: "*",
            Resource,
            ...(["key", "rcp", "resource"].includes(kind) && { Principal: "*" }),
          },
        },
      },
      kind,
    );

  for (const text of ["arn:aws", "arn:aws:", "arn", "arn:aws::us-east-1"]) {
    it(`is refused without a service: ${text}`, () => {
      assert.throws(read("identity", text), {
        message: `the document, statement 0: Resource must name a service, as arn:aws:sqs does, or be "*", got "${text}"`,
      });
    });
  }

  for (const kind of ["session", "resource", "key", "scp", "rcp"] as const) {
    it(`is refused in a policy of kind ${kind}`, () => {
      assert.throws(read(kind, INCOMPLETE), {
        message: `the document, statement 0: Resource must have all six fields of an ARN, as AWS completes them in identity policies only, got "${INCOMPLETE}"`,
      });
    });
  }

  it("may end in a wildcard in every kind of policy but a session's", () => {
    for (const kind of ["identity", "boundary", "resource", "key", "scp", "rcp"] as const) {
      assert.doesNotThrow(read(kind, `${INCOMPLETE}:*`));
    }
    assert.throws(read("session", `${INCOMPLETE}:*`));
  });

  it("is seen by the prover where it lets another role read", async () => {
    const found = withRole(allow(["secretsmanager:*", "kms:*"], [INCOMPLETE, "arn:aws:kms"]));
    assert.deepStrictEqual(await resultOf(found, "read-exclusive"), ["refuted"]);
    assert.deepStrictEqual(await resultOf(withRole(), "read-exclusive"), ["proved"]);
    const gained = await difference(withRole(), found);
    assert.deepStrictEqual(
      gained.map(({ result }) => result),
      ["refuted"],
    );
  });

  it("is seen by the prover in a reader's own policy", async () => {
    const wide = documentOf(allow("secretsmanager:*", INCOMPLETE));
    const documents = oneReader({ policies: [readPolicy(the.SECRET), wide] });
    assert.deepStrictEqual(await resultOf(documents, "role-contained"), ["refuted"]);
  });

  it("is seen by the prover in a denial", async () => {
    const denial = documentOf(deny("*", INCOMPLETE));
    const documents = oneReader({ policies: [readPolicy(the.SECRET), denial] });
    assert.deepStrictEqual(await resultOf(documents, "grant-available"), ["refuted"]);
  });

  it("opens to others what it may, and to a reader what it surely does, with a wildcard before its end", async () => {
    const [name = ""] = the.SECRET.split(":").slice(-1);
    const secrets = `arn:aws:secretsmanager:*:${name}`;
    const keys = `arn:aws:kms:*:${the.KEY.split(":").at(-1)?.slice(0, -3)}*`;
    const opens = (...Resource: string[]) =>
      allow(
        ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret", "kms:Decrypt"],
        Resource,
      );
    assert.deepStrictEqual(await resultOf(withRole(opens(secrets, keys)), "read-exclusive"), [
      "refuted",
    ]);
    const denial = deny("*", secrets);
    const denied = withRole(opens(the.SECRET, the.KEY), denial);
    assert.deepStrictEqual(await resultOf(denied, "read-exclusive"), ["refuted"]);
    for (const policies of [
      [documentOf(opens(secrets, keys))],
      [readPolicy(the.SECRET), documentOf(denial)],
    ]) {
      assert.deepStrictEqual(await resultOf(oneReader({ policies }), "grant-available"), [
        "refuted",
      ]);
    }
    const elsewhere = withRole(opens(secrets.replace("db", "another"), keys));
    assert.deepStrictEqual(await resultOf(elsewhere, "read-exclusive"), ["proved"]);
  });

  it("is asked of each account by itself where two are alike but for their ids", async () => {
    const other = "444444444444";
    const [named, unnamed] = [the.SECRET, the.SECRET.replace(the.OWNER, other)];
    const reads = allow(
      ["secretsmanager:*", "kms:*"],
      [
        `arn:aws:secretsmanager:${the.REGION}:${the.OWNER}`,
        `arn:aws:kms:${the.REGION}:${the.OWNER}`,
      ],
    );
    const key = the.KEY.replace(the.OWNER, other);
    const administered = (account: string) =>
      documentOf({ ...ownerStatement, Principal: { AWS: `arn:aws:iam::${account}:root` } });
    const auditor = (account: string) => ({
      arn: `arn:aws:iam::${account}:role/auditor`,
      policies: [documentOf(reads)],
    });
    const { claims } = await prove(
      {
        keys: [
          { arn: key, policy: administered(other) },
          { arn: the.KEY, policy: administered(the.OWNER) },
        ],
        secrets: [
          { arn: unnamed, key },
          { arn: named, key: the.KEY },
        ],
        roles: [auditor(other), auditor(the.OWNER)],
        administrators: [],
      },
      { claims: ["read-exclusive"] },
    );
    const results = Object.fromEntries(claims.map(({ subject, result }) => [subject, result]));
    assert.deepStrictEqual(results, { [unnamed]: "proved", [named]: "refuted" });
  });
});
