import { doesNotReject, rejects } from "node:assert/strict";

import { A, credentialsOf, withSandbox } from "../support";

describe("a secret that is created under a key", () => {
  const { sandbox, iam, kms } = withSandbox();

  it("needs the rights to encrypt and to decrypt under it, though it has no value yet", async () => {
    const { KeyMetadata } = await kms.createKey();
    const UserName = "owner";
    await iam.createUser({ UserName });
    const { AccessKey } = await iam.createAccessKey({ UserName });
    const { secretsManager } = sandbox.clients(credentialsOf(AccessKey));
    const create = async (Name: string, ...actions: string[]) => {
      const Statement = [
        { Effect: "Allow", Action: "secretsmanager:CreateSecret", Resource: "*" },
        {
          Effect: "Allow",
          Action: actions,
          Resource: KeyMetadata?.Arn,
          Condition: {
            StringEquals: { "kms:EncryptionContext:SecretVersionId": "RequestToValidateKeyAccess" },
            StringLike: { "kms:EncryptionContext:SecretARN": `arn:aws:secretsmanager:*:${A}:*` },
          },
        },
      ];
      const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
      await iam.putUserPolicy({ UserName, PolicyName: "p", PolicyDocument });
      await secretsManager.createSecret({ Name, KmsKeyId: KeyMetadata?.KeyId });
    };
    const refused = { message: "Access to KMS is not allowed" };
    await rejects(create("one", "kms:GenerateDataKey"), refused);
    await rejects(create("one", "kms:Decrypt"), refused);
    await doesNotReject(create("one", "kms:GenerateDataKey", "kms:Decrypt"));
  });
});
