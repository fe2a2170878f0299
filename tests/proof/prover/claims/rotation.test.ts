import assert from "node:assert";

import type { ClaimId } from "../../../../proof";
import { type AccessDocuments, mayRead, prove, whoCanRead } from "../../pods";
import { allow, allowTo, denyTo, trusts } from "../../statements";
import {
  decryptStatement,
  oneReader,
  ownerStatement,
  policy,
  readStatement,
  root,
} from "../deployments/deployment";
import * as the from "../deployments/names";

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
