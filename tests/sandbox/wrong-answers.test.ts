import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type { CreateKeyCommandInput } from "@aws-sdk/client-kms";

import { policy as document } from "./secrets-support";
import { ROOT_A, trusting } from "./sts-support";
import { A, withSandbox } from "./support";

const BOUNDARY = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const Tags = [{ Key: "k", Value: "v" }];

describe("answers that the sandbox once got wrong", () => {
  const { sandbox, ...clients } = withSandbox();

  it("IAM's lists leave out what only a look at one shows", async () => {
    const { iam } = clients;
    const common = { PermissionsBoundary: BOUNDARY, Tags, Path: "/listed/" };
    const trust = trusting(ROOT_A);
    await iam.createRole({ ...common, RoleName: "r", AssumeRolePolicyDocument: trust });
    await iam.createUser({ ...common, UserName: "u" });
    const PolicyDocument = document({ Action: "s3:*", Resource: "*" });
    const policy = { PolicyName: "p", PolicyDocument, Description: "d", Tags, Path: "/listed/" };
    const made = await iam.createPolicy(policy);
    strictEqual(made.Policy?.Description, undefined);
    const PathPrefix = "/listed/";
    const [role] = (await iam.listRoles({ PathPrefix })).Roles ?? [];
    const [user] = (await iam.listUsers({ PathPrefix })).Users ?? [];
    const [listed] = (await iam.listPolicies({ PathPrefix })).Policies ?? [];
    deepStrictEqual(
      [role?.Tags, role?.PermissionsBoundary, role?.RoleLastUsed],
      [undefined, undefined, undefined],
    );
    deepStrictEqual([user?.Tags, user?.PermissionsBoundary], [undefined, undefined]);
    deepStrictEqual([listed?.Tags, listed?.Description], [undefined, undefined]);
    const { Role } = await iam.getRole({ RoleName: "r" });
    deepStrictEqual([Role?.Tags, Role?.RoleLastUsed], [Tags, {}]);
    const whole = await iam.getPolicy({ PolicyArn: made.Policy?.Arn });
    strictEqual(whole.Policy?.Description, "d");
  });

  it("IAM deletes an OpenID Connect provider that is not there without an error", async () => {
    const OpenIDConnectProviderArn = `arn:aws:iam::${A}:oidc-provider/nowhere.example`;
    await clients.iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn });
  });

  it("IAM says of an AWS managed policy that the sandbox lacks it", async () => {
    const PolicyArn = "arn:aws:iam::aws:policy/IAMUserChangePassword";
    await rejects(clients.iam.getPolicy({ PolicyArn }), {
      name: "NoSuchEntityException",
      message: `Policy ${PolicyArn} was not found. ${PolicyArn} is not offered by the sandbox.`,
    });
  });

  it("KMS tells a kind of key that AWS lacks from one that the sandbox lacks", async () => {
    const create = (input: object) => clients.kms.createKey(input as CreateKeyCommandInput);
    for (const [member, lacking] of Object.entries({
      KeySpec: "RSA_2048",
      CustomerMasterKeySpec: "HMAC_256",
      KeyUsage: "SIGN_VERIFY",
      Origin: "EXTERNAL",
    })) {
      await rejects(create({ [member]: lacking }), {
        name: "UnsupportedOperationException",
        message: `${member}=${lacking} is not offered by the sandbox`,
      });
      await rejects(create({ [member]: "none" }), { name: "ValidationException" });
    }
  });

  it("Secrets Manager shows no empty list of tags", async () => {
    const { secretsManager } = clients;
    await secretsManager.createSecret({ Name: "bare" });
    const described = await secretsManager.describeSecret({ SecretId: "bare" });
    strictEqual(described.Tags, undefined);
  });

  it("Secrets Manager says on which day a secret was read last", async () => {
    const { secretsManager } = clients;
    await secretsManager.createSecret({ Name: "read", SecretString: "1" });
    const describe = { SecretId: "read" };
    strictEqual((await secretsManager.describeSecret(describe)).LastAccessedDate, undefined);
    await secretsManager.getSecretValue({ SecretId: "read" });
    const midnight = new Date();
    midnight.setUTCHours(0, 0, 0, 0);
    deepStrictEqual((await secretsManager.describeSecret(describe)).LastAccessedDate, midnight);
  });

  it("Secrets Manager splits what it looks at into words as AWS does", async () => {
    const { secretsManager } = clients;
    for (const Name of ["uat/COMPANY", "uat/COMPANYthings", "SecretFTag"]) {
      await secretsManager.createSecret({ Name });
    }
    const found = async (word: string) => {
      const Filters = [{ Key: "all" as const, Values: [word] }];
      const { SecretList } = await secretsManager.listSecrets({ Filters });
      return SecretList?.map(({ Name }) => Name);
    };
    deepStrictEqual(await found("company"), ["uat/COMPANY"]);
    deepStrictEqual(await found("Ythings"), ["uat/COMPANYthings"]);
    deepStrictEqual(await found("things"), []);
    deepStrictEqual(await found("tag"), ["SecretFTag"]);
  });

  it("Secrets Manager pages a batch by filters alone", async () => {
    const ids = { SecretIdList: ["bare"], MaxResults: 10 };
    await rejects(clients.secretsManager.batchGetSecretValue(ids), {
      name: "InvalidParameterException",
    });
  });

  it("Secrets Manager demands no space in a password that may have one", async () => {
    const short = { PasswordLength: 4, IncludeSpace: true };
    const { RandomPassword } = await clients.secretsManager.getRandomPassword(short);
    strictEqual(RandomPassword?.length, 4);
  });
});
