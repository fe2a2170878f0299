import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { makeKey, makeSecret, policy, roleClients, rootOf } from "./secrets-support";
import { A, ask, B, withSandbox } from "./support";

const SECRET = "a value that must not be seen 9e2b";

describe("sandbox Secrets Manager keys", () => {
  const { sandbox, kms } = withSandbox({ account: B, each: true });

  const owner = () => sandbox.clients(B).secretsManager;
  const keysOfVersions = async () => {
    const asked = { SecretId: "s", IncludeDeprecated: true };
    const { Versions = [] } = await owner().listSecretVersionIds(asked);
    return Versions.map(({ KmsKeyIds = [] }) => KmsKeyIds);
  };
  const get = () => owner().getSecretValue({ SecretId: "s" });

  it("updates description and key, and encrypts the value under the new key as well", async () => {
    const key = await makeKey(sandbox);
    await makeSecret(sandbox, { Name: "s", SecretString: SECRET });
    await owner().updateSecret({ SecretId: "s", KmsKeyId: key, Description: "changed" });
    const described = await owner().describeSecret({ SecretId: "s" });
    deepStrictEqual([described.KmsKeyId, described.Description], [key, "changed"]);
    deepStrictEqual(await keysOfVersions(), [[key, "DefaultEncryptionKey"]]);
    strictEqual((await get()).SecretString, SECRET);
    await owner().putSecretValue({ SecretId: "s", SecretString: SECRET });
    deepStrictEqual((await keysOfVersions()).sort(), [[key], [key, "DefaultEncryptionKey"]].sort());
    await kms.disableKey({ KeyId: key });
    await rejects(get(), { name: "DecryptionFailure" });
    await rejects(owner().putSecretValue({ SecretId: "s", SecretString: "b" }), {
      name: "EncryptionFailure",
    });
  });

  it("lets whoever may use the former key alone read what was encrypted with it, and no later value", async () => {
    const [before, after] = [await makeKey(sandbox), await makeKey(sandbox)];
    await makeSecret(sandbox, { Name: "s", SecretString: SECRET, KmsKeyId: before });
    const { secretsManager } = await roleClients(
      sandbox,
      "former",
      [
        { Action: "secretsmanager:GetSecretValue", Resource: "*" },
        { Action: "kms:Decrypt", Resource: before },
      ],
      B,
    );
    const read = (version?: string) =>
      secretsManager.getSecretValue({ SecretId: "s", ...(version && { VersionId: version }) });
    await owner().updateSecret({ SecretId: "s", KmsKeyId: after });
    const { SecretString, VersionId = "" } = await read();
    strictEqual(SecretString, SECRET);
    await owner().putSecretValue({ SecretId: "s", SecretString: "later" });
    await rejects(read(), { name: "AccessDeniedException" });
    strictEqual((await read(VersionId)).SecretString, SECRET);
  });

  it("gives another key, and leaves versions under the old one, where that is disabled", async () => {
    const [before, after] = [await makeKey(sandbox), await makeKey(sandbox)];
    await makeSecret(sandbox, { Name: "s", SecretString: SECRET, KmsKeyId: before });
    await kms.disableKey({ KeyId: before });
    await owner().updateSecret({ SecretId: "s", KmsKeyId: after });
    const { KmsKeyId } = await owner().describeSecret({ SecretId: "s" });
    deepStrictEqual([KmsKeyId, await keysOfVersions()], [after, [[before]]]);
    await rejects(get(), { name: "DecryptionFailure" });
  });

  for (const [lacking, actions] of [
    ["kms:Encrypt on the new key", ["kms:Decrypt", "kms:GenerateDataKey"]],
    ["kms:Decrypt on the old key", ["kms:Encrypt", "kms:GenerateDataKey"]],
  ] as const) {
    it(`gives another key, and leaves versions under the old one, without ${lacking}`, async () => {
      const [before, after] = [await makeKey(sandbox), await makeKey(sandbox)];
      await makeSecret(sandbox, { Name: "s", SecretString: SECRET, KmsKeyId: before });
      const { secretsManager } = await roleClients(
        sandbox,
        "updater",
        [
          { Action: "secretsmanager:UpdateSecret", Resource: "*" },
          { Action: actions, Resource: "*" },
          { Action: "kms:Decrypt", Resource: after },
        ],
        B,
      );
      await secretsManager.updateSecret({ SecretId: "s", KmsKeyId: after });
      const { KmsKeyId } = await owner().describeSecret({ SecretId: "s" });
      deepStrictEqual([KmsKeyId, await keysOfVersions()], [after, [[before]]]);
      strictEqual((await get()).SecretString, SECRET);
      await kms.disableKey({ KeyId: before });
      await rejects(get(), { name: "DecryptionFailure" });
    });
  }
});

const SecretId = "shop";
const THERE = "eu-west-1";
const REPLICA =
  "Operation not permitted on a replica secret. Call must be made in primary secret's region.";

describe("sandbox secrets that an operation does not take", () => {
  const { sandbox, secretsManager: here } = withSandbox();
  let arn: string | undefined;
  before(async () => {
    const AddReplicaRegions = [{ Region: THERE }];
    const create = { Name: SecretId, SecretString: "x", AddReplicaRegions };
    arn = (await here.createSecret(create)).ARN;
  });

  const ResourcePolicy = policy({ Principal: rootOf(A), Action: "*", Resource: "*" });
  for (const [operation, given] of [
    ["cancelRotateSecret", {}],
    ["deleteResourcePolicy", {}],
    ["deleteSecret", {}],
    ["deleteSecret", { ForceDeleteWithoutRecovery: true }],
    ["putResourcePolicy", { ResourcePolicy }],
    ["putSecretValue", { SecretString: "y" }],
    ["rotateSecret", { RotationLambdaARN: "arn:aws:lambda:x" }],
    ["tagResource", { Tags: [{ Key: "k", Value: "v" }] }],
    ["untagResource", { TagKeys: ["k"] }],
    ["updateSecret", { Description: "x" }],
    ["updateSecretVersionStage", { VersionStage: "x" }],
  ] as const) {
    it(`refuses a replica to ${operation} ${Object.keys(given)}`, async () => {
      const { secretsManager: there } = sandbox.clients(A, THERE);
      const refused = { name: "InvalidParameterException", message: REPLICA };
      await rejects(ask(there, operation, { SecretId, ...given }), refused);
    });
  }

  it("refuses to delete a primary that has replicas, and names it", async () => {
    await rejects(here.deleteSecret({ SecretId }), {
      name: "InvalidParameterException",
      message: `You can't delete secret ${arn} that still has replica regions [${THERE}]`,
    });
  });

  it("refuses no replica, and one in a Region that AWS does not have", async () => {
    await rejects(here.replicateSecretToRegions({ SecretId, AddReplicaRegions: [] }), {
      name: "InvalidParameterException",
      message: "AddReplicaRegions must name a Region",
    });
    const AddReplicaRegions = [{ Region: "us-east-9" }];
    const problem = { name: "InvalidParameterException", message: "Invalid replica region." };
    await rejects(here.replicateSecretToRegions({ SecretId, AddReplicaRegions }), problem);
    await rejects(here.createSecret({ Name: "new", AddReplicaRegions }), problem);
  });

  it("forces the deletion of a secret that is not there, where the caller may", async () => {
    const gone = { SecretId: "gone", ForceDeleteWithoutRecovery: true };
    const { Name, ARN, DeletionDate } = await here.deleteSecret(gone);
    strictEqual(Name, "gone");
    match(ARN ?? "", /:secret:gone/);
    strictEqual(DeletionDate instanceof Date, true);
    await rejects(here.deleteSecret({ SecretId: "gone" }), { name: "ResourceNotFoundException" });
    const { secretsManager } = await roleClients(sandbox, "nobody", []);
    await rejects(secretsManager.deleteSecret(gone), { name: "AccessDeniedException" });
  });

  it("finds secrets by each filter as AWS does", async () => {
    for (const [Name, Description, Tags] of [
      ["prod/orderDatabase", "Password of the order database", [{ Key: "team", Value: "Orders" }]],
      ["test/orderDatabase", "For tests", []],
      ["prod/mail", "Sends mail to those who order", [{ Key: "Team", Value: "mail" }]],
    ] as const) {
      await here.createSecret({ Name, Description, Tags: [...Tags] });
    }
    const table: [filters: [key: string, ...values: string[]][], found: string[]][] = [
      [[["name", "prod"]], ["prod/mail", "prod/orderDatabase"]],
      [[["name", "Prod"]], []],
      [[["name", "orderDatabase"]], []],
      [[["name", "prod", "test"]], ["prod/mail", "prod/orderDatabase", "test/orderDatabase"]],
      [
        [
          ["name", "prod"],
          ["name", "prod/m"],
        ],
        ["prod/mail"],
      ],
      [
        [
          ["name", "prod"],
          ["name", "test"],
        ],
        [],
      ],
      [
        [
          ["name", "!prod"],
          ["name", "test"],
        ],
        ["test/orderDatabase"],
      ],
      [[["description", "ORDER"]], ["prod/mail", "prod/orderDatabase"]],
      [[["description", "data pass"]], ["prod/orderDatabase"]],
      [[["description", "base"]], []],
      [[["tag-key", "team"]], ["prod/orderDatabase"]],
      [[["tag-value", "mail"]], ["prod/mail"]],
      [[["all", "database"]], ["prod/orderDatabase", "test/orderDatabase"]],
      [[["all", "orders"]], ["prod/orderDatabase"]],
      [[["all", "mail those"]], ["prod/mail"]],
    ];
    for (const [filters, found] of table) {
      const Filters = filters.map(([Key, ...Values]) => ({ Key, Values })) as object[];
      const { SecretList } = await here.listSecrets({ Filters, SortBy: "name" } as object);
      const names = SecretList?.map(({ Name }) => Name).filter((name) => name !== SecretId);
      deepStrictEqual(names, found, JSON.stringify(filters));
    }
  });
});
