import assert from "node:assert";
import {
  allow,
  crossAccountDocuments,
  deny,
  document,
  KEY,
  OWNER_ACCOUNT,
  POD,
  READER_ACCOUNT,
  ROLE,
  SECRET,
} from "../cross-account-documents";
import { mayRead } from "../pods";

const session = { principal: POD, sessionPolicies: [] };

describe("mayRead", () => {
  it("lets the granted pod read its secret, and no other pod", () => {
    const documents = crossAccountDocuments();
    const read = mayRead(documents, session, SECRET);
    assert.strictEqual(read.decision, "allowed");
    assert.strictEqual(read.fetch.decidedBy?.sid, "ReaderApplicationB");
    assert.strictEqual(read.decrypt?.decidedBy?.sid, "ReadersDecryptThroughSecretsManager");
    for (const key of ["kubernetes-namespace", "eks-cluster-arn"]) {
      const tags = { ...session.principal.tags, [key]: "x" };
      const principal = { ...session.principal, tags };
      assert.strictEqual(mayRead(documents, principal, SECRET).decision, "denied");
    }
  });

  it("rejects a reader that may fetch and not decrypt", () => {
    const documents = crossAccountDocuments();
    const read = mayRead({ ...documents, keys: [{ arn: KEY }] }, session, SECRET);
    assert.strictEqual(read.fetch.decision, "allowed");
    assert.strictEqual(read.decision, "denied");
    assert.match(read.reason, /^kms:Decrypt: .* no statement of the key policy of .* allows it$/);
  });

  it("lets nobody read what is encrypted with a disabled key", () => {
    const documents = crossAccountDocuments();
    const keys = documents.keys?.map((key) => ({ ...key, disabled: true }));
    const read = mayRead({ ...documents, keys }, session, SECRET);
    assert.strictEqual(read.decision, "denied");
    assert.strictEqual(read.reason, `the key ${KEY} is disabled or waits for its deletion`);
  });

  it("asks KMS in the context that Secrets Manager makes", () => {
    const documents = crossAccountDocuments();
    const withKey = (Condition: object) => ({
      ...documents,
      keys: [
        {
          arn: KEY,
          policy: document(
            allow({ Principal: { AWS: ROLE }, Action: "kms:Decrypt", Resource: "*", Condition }),
          ),
        },
      ],
    });
    for (const [Condition, expected] of [
      [{ StringEquals: { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" } }, "allowed"],
      [{ StringEquals: { "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com" } }, "denied"],
      [{ StringEquals: { "kms:CallerAccount": READER_ACCOUNT } }, "allowed"],
      [{ StringEquals: { "kms:EncryptionContext:SecretARN": SECRET } }, "allowed"],
      [{ StringEquals: { "kms:EncryptionContext:SecretARN": `${SECRET}x` } }, "denied"],
      [
        { "ForAnyValue:StringEquals": { "kms:EncryptionContextKeys": "SecretVersionId" } },
        "allowed",
      ],
    ] as const) {
      assert.strictEqual(mayRead(withKey(Condition), session, SECRET).decision, expected);
    }
  });

  it("reads under the AWS managed key within its account only", () => {
    const local = SECRET.replace(OWNER_ACCOUNT, READER_ACCOUNT);
    const documents = crossAccountDocuments();
    const policies = [document(allow({ Action: "secretsmanager:GetSecretValue", Resource: "*" }))];
    const roles = documents.roles.map((role) => ({ ...role, policies }));
    const [secret] = documents.secrets;
    assert.ok(secret);
    const secrets = [{ arn: local }, { ...secret, key: null }];
    const managed = { ...documents, roles, secrets };
    assert.strictEqual(mayRead(managed, session, local).decision, "allowed");
    const read = mayRead(managed, session, SECRET);
    assert.strictEqual(read.decision, "denied");
    assert.strictEqual(
      read.reason,
      `${SECRET} can be read only from its own account: it is encrypted with the AWS managed key`,
    );
    const none = document(
      deny({ Principal: "*", Action: "kms:*", Resource: "*" }),
      allow({ Principal: "*", Action: "*", Resource: "*" }),
    );
    const control = { resourceControlPolicies: [{ account: READER_ACCOUNT, levels: [[none]] }] };
    assert.strictEqual(
      mayRead({ ...managed, organization: control }, session, local).decision,
      "allowed",
    );
    const denies = [...policies, document(deny({ Action: "kms:Decrypt", Resource: "*" }))];
    const denied = { ...managed, roles: roles.map((role) => ({ ...role, policies: denies })) };
    assert.strictEqual(mayRead(denied, session, local).decision, "denied");
  });

  it("reads parameters within their account only, decrypted where they are secure", () => {
    const arn = `arn:aws:ssm:us-east-1:${READER_ACCOUNT}:parameter/app/one`;
    const key = KEY.replace(OWNER_ACCOUNT, READER_ACCOUNT);
    const foreign = arn.replace(READER_ACCOUNT, OWNER_ACCOUNT);
    const documents = crossAccountDocuments();
    const identity = document(
      allow({ Action: "ssm:GetParameters", Resource: "*" }),
      allow({
        Action: "kms:Decrypt",
        Resource: key,
        Condition: {
          StringEquals: {
            "kms:EncryptionContext:PARAMETER_ARN": arn,
            "kms:ViaService": "ssm.us-east-1.amazonaws.com",
          },
        },
      }),
    );
    const delegating = document(
      allow({ Principal: { AWS: READER_ACCOUNT }, Action: "kms:*", Resource: "*" }),
    );
    const given = (parameter: object, policies: object[] = [identity]) => ({
      ...documents,
      roles: documents.roles.map((role) => ({ ...role, policies })),
      keys: [{ arn: key, policy: delegating }],
      parameters: [{ arn, ...parameter }, { arn: foreign }],
    });
    assert.strictEqual(mayRead(given({}), session, arn).decrypt, null);
    assert.strictEqual(mayRead(given({}), session, arn).decision, "allowed");
    assert.strictEqual(mayRead(given({ secure: true }), session, arn).decision, "allowed");
    assert.strictEqual(mayRead(given({ secure: true, key }), session, arn).decision, "allowed");
    assert.ok(mayRead(given({ secure: true }), session, arn).decrypt);
    assert.ok(mayRead(given({ key }), session, arn).decrypt);
    assert.strictEqual(mayRead(given({ key }, []), session, arn).decision, "denied");
    assert.strictEqual(
      mayRead(given({}), session, foreign).reason,
      `${foreign} can be read only from its own account: it is a parameter`,
    );
  });

  it("rejects a secret that the documents do not hold", () => {
    assert.throws(() => mayRead({}, { kind: "anonymous" }, SECRET), {
      name: "AccessRequestError",
      message: `the documents must hold the secret or parameter that is read, got "${SECRET}"`,
    });
  });

  it("passes on the condition keys that the caller chooses", () => {
    const documents = crossAccountDocuments();
    const Condition = { StringEquals: { "secretsmanager:VersionStage": "AWSCURRENT" } };
    const only = document(deny({ Principal: "*", Action: "*", Resource: "*", Condition }));
    const secrets = documents.secrets.map((secret) => ({
      ...secret,
      policy: { ...secret.policy, Statement: [...secret.policy.Statement, ...only.Statement] },
    }));
    const read = (stage: string) =>
      mayRead({ ...documents, secrets }, session, SECRET, { "secretsmanager:VersionStage": stage });
    assert.strictEqual(read("AWSPREVIOUS").decision, "allowed");
    assert.strictEqual(read("AWSCURRENT").decision, "denied");
  });
});
