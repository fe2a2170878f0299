import { deepStrictEqual } from "node:assert";

import { parseInventory, type ResolvedReader } from "../../../sdk/grant";
import { grantedObjects, grantedSyncs } from "../../../sdk/manifest/granted-objects";

/** The one reader of an inventory, with what it reads and further properties. */
function reader(reads: string, more = ""): ResolvedReader {
  const parsed = parseInventory(
    `
accounts:
  a: { id: "111111111111", region: eu-west-1 }
  b: { id: "222222222222", region: eu-west-1 }
clusters: { shop: { account: a, existing: true } }
secrets:
  own/db: { account: a, replicas: [{ region: eu-central-1 }] }
  theirs: { account: b, key: k, replicas: [{ region: eu-central-1, key: k }] }
parameters: { /shop/flags: { account: a } }
readers:
  shop: { cluster: shop, namespace: shop, serviceAccount: shop, reads: ${reads}${more} }
`,
    "landing-zone.yaml",
  );
  if ("problems" in parsed) throw new Error(parsed.problems.map((one) => one.message).join("\n"));
  return parsed.landingZone.readers[0] as ResolvedReader;
}

const objectsOf = (reads: string, more?: string) =>
  grantedObjects(reader(reads, more), ({ name }, region) => `arn:${region}:${name}`);

describe("grantedObjects", () => {
  it("mounts a secret of the same account by its name, under ASCP's own file name", () => {
    deepStrictEqual(objectsOf("[own/db]"), [
      { objectName: "own/db", objectType: "secretsmanager" },
    ]);
  });

  it("mounts it under another file name where one is given", () => {
    deepStrictEqual(objectsOf("[{ secret: own/db, as: db }]"), [
      { objectName: "own/db", objectType: "secretsmanager", objectAlias: "db" },
    ]);
  });

  it("mounts another account's secret by its ARN", () => {
    deepStrictEqual(objectsOf("[theirs]"), [
      { objectName: "arn:eu-west-1:theirs", objectType: "secretsmanager", objectAlias: "theirs" },
    ]);
  });

  it("mounts another account's secret from both regions", () => {
    deepStrictEqual(
      objectsOf(
        "[{ secret: theirs, version: 1234abcd-12ab-34cd-56ef-1234567890ab }]",
        ", failoverRegion: eu-central-1",
      ),
      [
        {
          objectName: "arn:eu-west-1:theirs",
          objectType: "secretsmanager",
          objectAlias: "theirs",
          objectVersion: "1234abcd-12ab-34cd-56ef-1234567890ab",
          failoverObject: {
            objectName: "arn:eu-central-1:theirs",
            objectVersion: "1234abcd-12ab-34cd-56ef-1234567890ab",
          },
        },
      ],
    );
  });

  it("mounts a secret of the same account by one name in both regions", () => {
    deepStrictEqual(objectsOf("[own/db]", ", failoverRegion: eu-central-1"), [
      { objectName: "own/db", objectType: "secretsmanager" },
    ]);
  });

  it("mounts a parameter", () => {
    deepStrictEqual(objectsOf("[{ parameter: /shop/flags, as: flags }]"), [
      { objectName: "/shop/flags", objectType: "ssmparameter", objectAlias: "flags" },
    ]);
  });

  it("hands on stage, mode and JMESPath entries", () => {
    deepStrictEqual(
      objectsOf(
        '[{ secret: own/db, as: db, versionStage: AWSPREVIOUS, filePermission: "0400", jmesPath: [{ path: user, as: user }, { path: password, as: password, filePermission: "0440" }] }]',
      ),
      [
        {
          objectName: "own/db",
          objectType: "secretsmanager",
          objectAlias: "db",
          objectVersionLabel: "AWSPREVIOUS",
          filePermission: "0400",
          jmesPath: [
            { path: "user", objectAlias: "user" },
            { path: "password", objectAlias: "password", filePermission: "0440" },
          ],
        },
      ],
    );
  });
});

describe("grantedSyncs", () => {
  it("copies files into the keys of Kubernetes Secrets", () => {
    const sync = ", syncToKubernetesSecrets: [{ name: db, data: { url: db } }]";
    deepStrictEqual(grantedSyncs(reader("[{ secret: own/db, as: db }]", sync)), [
      { secretName: "db", type: "Opaque", data: [{ key: "url", objectName: "db" }] },
    ]);
  });
});
