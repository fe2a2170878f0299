import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";

import { policy, roleClients, rootOf } from "./secrets-support";
import { A, ask, withSandbox } from "./support";

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
