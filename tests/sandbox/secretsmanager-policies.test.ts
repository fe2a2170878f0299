import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { makeKey, makeSecret, policy, roleClients, rootOf } from "./secrets-support";
import { A, B, type Clients, REGION, withSandbox } from "./support";

const SecretId = "s";
const read = { Action: "secretsmanager:GetSecretValue", Resource: "*" };

describe("sandbox Secrets Manager resource policies", () => {
  const { sandbox, iam } = withSandbox({ each: true });
  beforeEach(async () => {
    await makeSecret(sandbox, { Name: SecretId });
  });

  const owner = () => sandbox.clients(B).secretsManager;
  const put = (ResourcePolicy: string, BlockPublicPolicy = true) =>
    owner().putResourcePolicy({ SecretId, ResourcePolicy, BlockPublicPolicy });
  const shown = async () => (await owner().getResourcePolicy({ SecretId })).ResourcePolicy;
  const malformed = (message: RegExp) => ({ name: "MalformedPolicyDocumentException", message });

  it("answers a policy as it was put, and none after its deletion", async () => {
    strictEqual(await shown(), undefined);
    const text = policy({ ...read, Principal: rootOf(A) });
    await put(text);
    strictEqual(await shown(), text);
    await owner().deleteResourcePolicy({ SecretId });
    strictEqual(await shown(), undefined);
  });

  const everyone = { ...read, Principal: "*" };
  const open: [what: string, statement: object][] = [
    ["everyone", everyone],
    ["everyone, written as AWS", { ...read, Principal: { AWS: "*" } }],
    ["everyone among others", { ...read, Principal: { AWS: [`arn:aws:iam::${A}:root`, "*"] } }],
    ["everyone but one", { ...read, NotPrincipal: rootOf(A) }],
    [
      "a pattern of accounts",
      { ...everyone, Condition: { StringLike: { "aws:PrincipalAccount": "1*" } } },
    ],
    [
      "a variable",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
      { ...everyone, Condition: { StringEquals: { "aws:PrincipalArn": "${aws:SourceArn}" } } },
    ],
    [
      "a negated condition",
      { ...everyone, Condition: { StringNotEquals: { "aws:PrincipalAccount": A } } },
    ],
    [
      "a condition if the key exists",
      { ...everyone, Condition: { StringEqualsIfExists: { "aws:PrincipalAccount": A } } },
    ],
    [
      "a condition that says nothing of the caller",
      { ...everyone, Condition: { StringEquals: { "secretsmanager:VersionStage": "AWSCURRENT" } } },
    ],
    [
      "half of all addresses",
      { ...everyone, Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/1" } } },
    ],
    [
      "an organisation, which AWS does not count",
      { ...everyone, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg" } } },
    ],
  ];
  for (const [what, statement] of open) {
    it(`rejects a public policy where that is blocked: ${what}`, async () => {
      await rejects(put(policy(statement as Record<string, unknown>)), {
        name: "PublicPolicyException",
      });
      strictEqual(await shown(), undefined);
      await put(policy(statement as Record<string, unknown>), false);
    });
  }

  const closed: [what: string, statement: object][] = [
    [
      "everyone of one account",
      { ...everyone, Condition: { StringEquals: { "aws:PrincipalAccount": A } } },
    ],
    [
      "everyone by one ARN",
      { ...everyone, Condition: { ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${A}:role/r` } } },
    ],
    ["an account", { ...read, Principal: rootOf(A) }],
    ["a denial to everyone", { ...everyone, Effect: "Deny" }],
  ];
  for (const [what, statement] of closed) {
    it(`takes a policy that is not public: ${what}`, async () => {
      await put(policy(statement as Record<string, unknown>));
    });
  }

  it("rejects what is no policy, naming the place", async () => {
    await rejects(put("{"), malformed(/is not JSON/));
    await rejects(put(policy({ ...read })), malformed(/statement 0.*Principal/));
    const operator = { StringResembles: { "aws:PrincipalArn": "x" } };
    await rejects(put(policy({ ...everyone, Condition: operator })), malformed(/StringResembles/));
  });

  it("rejects a policy above 20,480 characters", async () => {
    const pad = (length: number) => {
      const bare = policy({ ...read, Principal: rootOf(A), Sid: "" });
      return policy({ ...read, Principal: rootOf(A), Sid: "x".repeat(length - bare.length) });
    };
    await put(pad(20_480));
    await rejects(put(pad(20_481)), { name: "ValidationException" });
  });

  it("rejects a role that does not exist, and shows one that is gone by its unique id", async () => {
    const text = policy({ ...read, Principal: { AWS: `arn:aws:iam::${A}:role/reader` } });
    await rejects(put(text), malformed(/unsupported principal/));
    const { Role } = await iam.createRole({
      RoleName: "reader",
      AssumeRolePolicyDocument: policy({ Principal: rootOf(A), Action: "sts:AssumeRole" }),
    });
    await put(text);
    deepStrictEqual(JSON.parse((await shown()) ?? ""), JSON.parse(text));
    await iam.deleteRole({ RoleName: "reader" });
    match((await shown()) ?? "", new RegExp(Role?.RoleId ?? "none"));
  });

  it("validates a policy without putting it", async () => {
    const validate = async (ResourcePolicy: string) => {
      const answer = await owner().validateResourcePolicy({ SecretId, ResourcePolicy });
      return [
        answer.PolicyValidationPassed,
        answer.ValidationErrors?.map(({ CheckName }) => CheckName),
      ];
    };
    deepStrictEqual(await validate(policy({ ...read, Principal: rootOf(A) })), [true, []]);
    deepStrictEqual(await validate(policy(everyone)), [false, ["PUBLIC_POLICY"]]);
    deepStrictEqual(await validate("[]"), [false, ["POLICY_SYNTAX"]]);
    strictEqual(await shown(), undefined);
  });
});

const VALUE = '{"user":"user1","password":"passwd1"}';
const READS = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"];

describe("sandbox Secrets Manager access within one account", () => {
  const { sandbox, kms } = withSandbox({ each: true });

  const get = ({ secretsManager }: Clients, SecretId: string) =>
    secretsManager.getSecretValue({ SecretId });

  it("reads under the AWS managed key with no right on the key of one's own", async () => {
    const secret = await makeSecret(sandbox, { Name: "a", SecretString: VALUE }, { account: A });
    const reader = await roleClients(sandbox, "reader", [{ Action: READS, Resource: secret }]);
    strictEqual((await get(reader, secret)).SecretString, VALUE);
    strictEqual((await get(reader, "a")).SecretString, VALUE);
  });

  it("needs a right on the key where that is the customer's", async () => {
    const KmsKeyId = await makeKey(sandbox, A);
    const secret = await makeSecret(
      sandbox,
      { Name: "a", SecretString: VALUE, KmsKeyId },
      { account: A },
    );
    const allowed = { Action: READS, Resource: secret };
    const keyless = await roleClients(sandbox, "keyless", [allowed]);
    await rejects(get(keyless, secret), { message: "Access to KMS is not allowed" });
    const decrypts = { Action: "kms:Decrypt", Resource: KmsKeyId };
    const reader = await roleClients(sandbox, "reader", [allowed, decrypts]);
    strictEqual((await get(reader, secret)).SecretString, VALUE);
  });

  it("rejects the direct use of the AWS managed key, the administrator's included", async () => {
    await makeSecret(sandbox, { Name: "a", SecretString: VALUE }, { account: A });
    const direct = {
      KeyId: "alias/aws/secretsmanager",
      Plaintext: Buffer.from("x"),
    };
    await rejects(kms.encrypt(direct), { name: "AccessDeniedException" });
  });

  it("does not open a stored version that was moved to another secret", async () => {
    await makeSecret(sandbox, { Name: "from", SecretString: VALUE });
    await makeSecret(sandbox, {
      Name: "to",
      SecretString: "x",
      ClientRequestToken: "1".repeat(32),
    });
    const [stolen] = sandbox.store.list<object>(["secret-version", B, REGION, "from"]);
    const place = ["secret-version", B, REGION, "to", "1".repeat(32)] as const;
    sandbox.store.transaction((writer) => {
      writer.put([...place], { ...stolen?.value, versionId: "1".repeat(32) });
    });
    await rejects(get(sandbox.clients(B), "to"), { name: "DecryptionFailure" });
  });
});
