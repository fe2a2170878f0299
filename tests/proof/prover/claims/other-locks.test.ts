import assert, { deepStrictEqual } from "node:assert";
import type { ClaimId, RoleDocuments } from "../../../../proof";
import { type AccessDocuments, evaluate, mayRead, prove, whoCanRead } from "../../pods";
import { allow, allowTo, denyTo, trusts } from "../../statements";
import { variable } from "../../support";
import * as the from "../deployments/deployment";
import {
  decryptStatement,
  ec2Trust,
  oneReader,
  ownerStatement,
  policy,
  readPolicy,
  readStatement,
  root,
} from "../deployments/deployment";

const KEPT = /; what keeps this very request out so far: (.*)$/;

describe("prove, of one document where others are locks as well", () => {
  it("names what keeps the request out, which evaluate then denies", async () => {
    const direct = { ...decryptStatement(the.ROLE, the.SECRET), Condition: {} };
    const documents = oneReader({ keyPolicy: policy(ownerStatement, direct) });
    const { claims } = await prove(documents, { claims: ["key-bounded"] });
    const found = claims[0]?.counterexample;
    deepStrictEqual(
      [
        found?.summary.match(KEPT)?.[1],
        found && evaluate(documents, found.request).decision,
        claims[0]?.subject,
      ],
      [`identity policies of ${the.ROLE}`, "denied", the.KEY],
    );
  });

  it("says nothing of the kind where nothing keeps it out, or nothing is known of the caller", async () => {
    const open = policy(allowTo(root("111111111111"), the.READS));
    const trust = policy(trusts(root("111111111111"), "sts:AssumeRole"));
    const documents = oneReader({ secretPolicy: open, trust });
    const { claims } = await prove(documents, { claims: ["secret-bounded", "role-unforgeable"] });
    deepStrictEqual(
      claims.map(({ counterexample, result }) => [
        result,
        KEPT.test(counterexample?.summary ?? ""),
      ]),
      [
        ["refuted", false],
        ["refuted", false],
      ],
    );
  });

  it("says that the documents lack the other lock", async () => {
    const wide = policy(allow("kms:Decrypt", ELSEWHERE));
    const documents = oneReader({ policies: [readPolicy(the.SECRET), wide] });
    deepStrictEqual(await remarkOn(documents, "role-contained"), [
      "denied",
      `evaluate denies it, because the documents lack the policy of ${ELSEWHERE}, which may let it in`,
    ]);
  });

  it("says that evaluate gives the owner's other principals no rights, which a seal does not trust in", async () => {
    const documents = oneReader({ sealed: true });
    deepStrictEqual(await remarkOn(documents, "read-exclusive"), [
      "denied",
      "evaluate denies it, because it takes principals of the owner's account whose policies were not read to have no rights of their own",
    ]);
  });

  it("says that no request holds the session policy of an association", async () => {
    const association = {
      ...the.BILLING,
      roleArn: the.ROLE,
      disableSessionTags: true,
      policy: policy(allow("kms:Decrypt")),
    };
    const documents = oneReader({
      secretPolicy: policy(allowTo({ AWS: the.ROLE }, the.READS)),
      trust: policy(trusts({ Service: "pods.eks.amazonaws.com" }, "sts:AssumeRole")),
      more: { associations: [association] },
    });
    deepStrictEqual(await remarkOn(documents, "grant-available"), [
      "allowed",
      "evaluate allows it, because a request does not say the session policy of the pod's association",
    ]);
  });
});

const ELSEWHERE = "arn:aws:kms:us-east-1:444444444444:key/0d4c5a1e-6f1b-4c35-9a57-2b7f6f1f0a11";

/** The evaluator's decision about a claim's counterexample, and the claim's remark about it. */
async function remarkOn(documents: AccessDocuments, claim: ClaimId): Promise<string[]> {
  const { claims } = await prove(documents, { claims: [claim] });
  const found = claims.find(({ counterexample }) => counterexample)?.counterexample;
  if (!found) return [];
  return [evaluate(documents, found.request).decision, found.summary.split("; ").at(-1) ?? ""];
}

const roleAt = (place: number) => `arn:aws:iam::${the.OWNER}:role/number-${place}`;

/** A trust policy that accepts a tag only if the session that assumes the role has the same tag. */
function trusting(Principal: object, conditions: object): object {
  return policy(
    trusts(Principal, ["sts:AssumeRole", "sts:TagSession"], {
      StringEqualsIfExists: { "aws:RequestTag/team": variable("aws:PrincipalTag/team") },
      ...conditions,
    }),
  );
}

/** A chain of roles. Instances get the first role, and the last can read, with a tag if the first role may have one. */
function chainOf(
  length: number,
  trustOf: (maker: string) => object,
  tags?: Record<string, string>,
) {
  const own = oneReader();
  const condition = tags ? { StringEquals: { "aws:PrincipalTag/team": "audit" } } : {};
  const statement = { ...allow([...the.READS, "kms:Decrypt"]), Condition: condition };
  const others = Array.from({ length }, (_, place): RoleDocuments => {
    const trust = place === 0 ? ec2Trust : trustOf(roleAt(place - 1));
    const policies = [policy(allow("sts:*"))];
    return { arn: roleAt(place), trust, policies, tags: (place === 0 && tags) || {} };
  });
  const reading = {
    arn: the.AUDITOR,
    trust: trustOf(roleAt(length - 1)),
    policies: [policy(statement)],
  };
  return { ...own, roles: [...(own.roles ?? []), reading, ...others] };
}

async function readExclusive(documents: ReturnType<typeof chainOf>, chain = 16) {
  const limits = { chain };
  const { claims } = await prove(documents, {
    claims: ["read-exclusive"],
    limits,
    millisecondsPerClaim: 60_000,
  });
  const [claim] = claims;
  return [claim?.result, claim?.reason].filter(Boolean).join(": ");
}

describe("a role that is reached by way of many others", () => {
  const byRole = (maker: string) => trusting({ AWS: maker }, {});
  const unknown = (place: number) =>
    `unknown: it may take more roles than are looked at, each of which assumes the next, and it is not known who may become ${roleAt(place)}`;

  it("is followed back to the first of them", async () => {
    assert.strictEqual(await readExclusive(chainOf(5, byRole, {})), "proved");
    assert.strictEqual(await readExclusive(chainOf(5, byRole, { team: "audit" })), "refuted");
    assert.strictEqual(await readExclusive(chainOf(5, byRole)), "refuted");
  }).timeout(180_000);

  it("is unknown where there are more than the limit", async () => {
    assert.strictEqual(await readExclusive(chainOf(5, byRole), 3), unknown(2));
  }).timeout(180_000);

  it("is unknown where accounts are trusted, and conditions alone name the roles", async () => {
    const byAccount = (maker: string) =>
      trusting(root(the.OWNER), { ArnEquals: { "aws:PrincipalArn": maker } });
    assert.strictEqual(await readExclusive(chainOf(3, byAccount)), unknown(1));
  }).timeout(180_000);
});

const ROTATION = `arn:aws:iam::${the.OWNER}:role/rotate`;
const ABROAD = `arn:aws:iam::${the.PARTNER}:role/rotate`;

type Rotation = NonNullable<AccessDocuments["secrets"]>[number]["rotation"];

function rotated(rotation: Rotation, options: object = {}): AccessDocuments {
  const documents = oneReader(options);
  const secrets = (documents.secrets ?? []).map((one) => ({ ...one, rotation }));
  return { ...documents, secrets };
}

async function resultOf(claim: ClaimId, documents: AccessDocuments) {
  const { claims } = await prove(documents, { claims: [claim] });
  const [{ counterexample, reason, result } = assert.fail("no claim")] = claims;
  return { result, reason, fix: counterexample?.fix };
}

describe("a rotated secret", () => {
  it("is read by the role that rotates it, which is named as that", async () => {
    const documents = rotated({ role: ROTATION });
    const { found, result } = await whoCanRead(documents, the.SECRET);
    assert.strictEqual(result, "complete");
    assert.deepStrictEqual(
      found.map(({ as, principal }) => [as, principal.kind === "session" && principal.roleArn]),
      [
        ["declared reader", the.ROLE],
        ["rotation role", ROTATION],
      ],
    );
    const principal = { kind: "session", roleArn: ROTATION, sessionName: "rotate" } as const;
    assert.strictEqual(mayRead(documents, principal, the.SECRET).decision, "allowed");
    const other = { ...principal, roleArn: `${ROTATION}-other` };
    assert.strictEqual(mayRead(documents, other, the.SECRET).decision, "denied");
  });

  it("names beside the rotation role whoever else becomes it", async () => {
    const documents = rotated({ role: ROTATION });
    const trust = policy(
      trusts({ Service: "lambda.amazonaws.com" }, "sts:AssumeRole"),
      trusts({ Service: "ec2.amazonaws.com" }, "sts:AssumeRole"),
    );
    const policies = [policy(allow("*"))];
    const roles = [...(documents.roles ?? []), { arn: ROTATION, trust, policies }];
    const { found } = await whoCanRead({ ...documents, roles }, the.SECRET);
    assert.deepStrictEqual(
      found.map(({ as }) => as),
      ["declared reader", "rotation role", "known role"],
    );
  });

  it("is not proved to be read by nobody else where nobody knows which role rotates it", async () => {
    const { reason, result } = await resultOf("read-exclusive", rotated({}));
    assert.strictEqual(result, "unknown");
    assert.match(reason ?? "", /^the role that rotates the secret is not known/);
  });

  it("is proved, sealed against a rotation role that nobody knows", async () => {
    const seal = denyTo("*", "secretsmanager:GetSecretValue", {
      ArnNotEquals: { "aws:PrincipalArn": the.ROLE },
    });
    const secretPolicy = policy(readStatement(the.ROLE, the.BILLING), seal);
    const { result } = await resultOf(
      "read-exclusive",
      rotated({}, { secretPolicy, sealed: true }),
    );
    assert.strictEqual(result, "proved");
  });

  it("that another role reads, asks whether that is the one that rotates it", async () => {
    const documents = rotated({});
    const policies = [policy(allow("*"))];
    const roles = [...(documents.roles ?? []), { arn: ROTATION, policies }];
    const { fix, result } = await resultOf("read-exclusive", { ...documents, roles });
    assert.strictEqual(result, "refuted");
    assert.match(
      fix ?? "",
      /; or, where this is the role that rotates the secret, name it as that$/,
    );
  });
});

describe("a secret that a role of another account rotates", () => {
  const writes = ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"];
  const statement = (Action: string | string[], Condition: object) =>
    allowTo(root(the.PARTNER), Action, Condition);
  const asRole = { ArnEquals: { "aws:PrincipalArn": ABROAD } };
  const letIn = (action: string | string[]) =>
    rotated(
      { role: ABROAD },
      { secretPolicy: policy(readStatement(the.ROLE, the.BILLING), statement(action, asRole)) },
    );
  const decrypts = (action: string | string[], context: object) =>
    rotated(
      { role: ABROAD },
      {
        keyPolicy: policy(
          ownerStatement,
          decryptStatement(the.ROLE, the.SECRET),
          statement(action, {
            ...asRole,
            StringEquals: { "kms:ViaService": the.VIA_SERVICE, ...context },
          }),
        ),
      },
    );
  const thisSecret = { "kms:EncryptionContext:SecretARN": the.SECRET };
  const cases: [string, ClaimId, AccessDocuments, "proved" | "refuted"][] = [
    ["rotates it", "secret-bounded", letIn(["secretsmanager:GetSecretValue", ...writes]), "proved"],
    [
      "may not open it to others",
      "secret-bounded",
      letIn("secretsmanager:PutResourcePolicy"),
      "refuted",
    ],
    [
      "encrypts and decrypts it",
      "key-bounded",
      decrypts(["kms:Decrypt", "kms:GenerateDataKey"], thisSecret),
      "proved",
    ],
    ["decrypts no other", "key-bounded", decrypts("kms:Decrypt", {}), "refuted"],
    ["makes no grants", "key-bounded", decrypts("kms:CreateGrant", thisSecret), "refuted"],
  ];
  for (const [title, claim, documents, expected] of cases) {
    it(title, async () => {
      const { claims } = await prove(documents, { claims: [claim] });
      assert.deepStrictEqual(
        claims.map(({ result, subject }) => [subject, result]),
        [[claim === "key-bounded" ? the.KEY : the.SECRET, expected]],
      );
    });
  }
});
