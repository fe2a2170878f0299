import { deepStrictEqual, strictEqual } from "node:assert";

import { inventoryText, landingZoneOf, reader, rejectsEach } from "./support";

const ARN = "arn:aws:secretsmanager:us-east-1:444444444444:secret:pay/db-a1B2c3";
const KEY = "arn:aws:kms:us-east-1:444444444444:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const CLUSTER = "arn:aws:eks:us-east-1:333333333333:cluster/far";
const READER = `external: true, clusterArn: "${CLUSTER}", namespace: far, serviceAccount: far`;

const SECRET_DEFAULTS = `defaults:
  secrets: { account: b, description: ours, rotation: { roleArn: "arn:aws:iam::222222222222:role/r" } }
`;
const READER_DEFAULTS = `defaults:
  readers: { rolePath: /pods/, mode: targetRole, secretProviderClass: shared }
`;

const secretOf = (keys: string, more = "") =>
  inventoryText({
    secrets: `\n  far: { external: true, ${keys} }`,
    readers: reader("[far]"),
    more,
  });
const readerOf = (keys: string) => inventoryText({ readers: `\n  far: { ${keys} }` });

describe("parseInventory, what others own or deploy", () => {
  it("takes a secret that others own by its ARN alone, without what defaults give", () => {
    const zone = landingZoneOf({
      secrets: `\n  far: { external: true, arn: "${ARN}", key: "${KEY}" }`,
      readers: reader("[far]"),
      more: SECRET_DEFAULTS,
    });
    deepStrictEqual([zone.secrets, zone.keys], [[], []]);
    const [far] = zone.externalSecrets;
    deepStrictEqual(
      [far?.account.id, far?.region, far?.name, far?.key?.existingArn, far?.rotation],
      ["444444444444", "us-east-1", "pay/db", KEY, undefined],
    );
    strictEqual(zone.readers[0]?.grants[0]?.target, far);
    strictEqual(zone.readers[0]?.grants[0]?.crossAccount, true);
  });

  it("takes a secret of others in an account of the inventory to be of that account", () => {
    const own = ARN.replace("444444444444", "111111111111");
    const zone = landingZoneOf({
      secrets: `\n  far: { external: true, arn: "${own}" }`,
      readers: reader("[far]"),
    });
    strictEqual(zone.externalSecrets[0]?.account, zone.accounts[0]);
    strictEqual(zone.readers[0]?.grants[0]?.crossAccount, false);
  });

  it("takes a reader that others deploy by its service account, and derives its role, without what defaults give", () => {
    const zone = landingZoneOf({
      readers: `\n  far: { ${READER}, reads: [foreign] }`,
      more: READER_DEFAULTS,
    });
    deepStrictEqual(zone.readers, []);
    const [far] = zone.externalReaders;
    strictEqual(far?.role.arn, "arn:aws:iam::333333333333:role/far-far-far-e8f01f26fe04");
    deepStrictEqual(
      [far?.mode, far?.targetRole, far?.region],
      ["resourcePolicy", undefined, "us-east-1"],
    );
    deepStrictEqual(
      zone.secrets.find(({ id }) => id === "foreign")?.grants.map((grant) => grant.reader),
      [far],
    );
  });

  it("takes the role that a reader of others has", () => {
    const arn = "arn:aws:iam::333333333333:role/pods/far";
    const { externalReaders } = landingZoneOf({
      readers: `\n  far: { ${READER}, roleArn: "${arn}", reads: [foreign] }`,
    });
    deepStrictEqual(
      [externalReaders[0]?.role.arn, externalReaders[0]?.role.name, externalReaders[0]?.role.path],
      [arn, "far", "/pods/"],
    );
  });

  const leftOut = "must be left out of a secret that others own (external: true), got";
  const itsOwner = "its ARN and its owner's inventory say it";
  const secretKeys: [key: string, value: string, got: string][] = [
    ["name", "pay", '"pay"'],
    ["account", "b", '"b"'],
    ["region", "us-east-1", '"us-east-1"'],
    ["existing", "true", "the boolean true"],
    ["style", "attributes", '"attributes"'],
    ["description", "x", '"x"'],
    ["sealed", "false", "the boolean false"],
    ["recoveryWindowInDays", "7", "the number 7"],
    ["replicas", "[]", "an empty list"],
    ["rotation", '{ roleArn: "arn:aws:iam::444444444444:role/r" }', "a mapping"],
    ["tags", "{ a: b }", "a mapping"],
    ["extraPolicyStatements", "[]", "an empty list"],
    ["renamedFrom", "own", '"own"'],
    ["movedFrom", "{ account: b, keepDays: 3 }", "a mapping"],
  ];
  const readerKeys: [key: string, value: string, got: string][] = [
    ["createServiceAccount", "false", "the boolean false"],
    ["roleName", "far", '"far"'],
    ["rolePath", "/pods/", '"/pods/"'],
    ["mode", "targetRole", '"targetRole"'],
    ["targetRoleName", "far", '"far"'],
    ["permissionsBoundary", '"arn:aws:iam::aws:policy/X"', '"arn:aws:iam::aws:policy/X"'],
    ["secretProviderClass", "far", '"far"'],
    ["failoverRegion", "eu-west-1", '"eu-west-1"'],
    ["syncToKubernetesSecrets", "[]", "an empty list"],
    ["deployment", "{ image: nginx, mountPath: /mnt }", "a mapping"],
  ];
  // Lists and mappings are told by their keys.
  const at = (key: string, value: string) =>
    /^[[{]/.test(value) ? `§${key}: ${value}` : `${key}: §${value}`;
  rejectsEach([
    ...secretKeys.map(([key, value, got]): [string, string, string] => [
      `${key} of a secret of others`,
      secretOf(`arn: "${ARN}", key: "${KEY}", ${at(key, value)}`),
      `secrets.far.${key} ${leftOut} ${got}: ${itsOwner}`,
    ]),
    ...readerKeys.map(([key, value, got]): [string, string, string] => [
      `${key} of a reader of others`,
      readerOf(`${READER}, reads: [foreign], ${at(key, value)}`),
      `readers.far.${key} must be left out of a reader that others deploy (external: true), got ${got}: their inventory says it`,
    ]),
    [
      "a secret of others without its ARN",
      inventoryText({
        secrets: "\n  §far: { external: true }\n  own: { account: a }",
        readers: reader("[own]"),
      }),
      "secrets.far.arn is required with external; set the full ARN of the secret",
    ],
    [
      "an alias as the key of a secret of others",
      inventoryText({
        secrets: `\n  far: { external: true, arn: "${ARN}", key: §pods }\n  own: { account: a }`,
        readers: reader("[own]"),
      }),
      'secrets.far.key must be the ARN of the key that encrypts the secret, got "pods": an alias is one of this inventory\'s own keys',
    ],
    [
      "a key of another account than the secret's",
      secretOf(`arn: "${ARN}", key: §"${KEY.replace("4444:key", "4445:key")}"`),
      `secrets.far.key must be of account 444444444444 (444444444444), got "${KEY.replace("4444:key", "4445:key")}"`,
    ],
    [
      "a secret of others under the AWS managed key",
      inventoryText({
        secrets: `\n  far: { external: true, arn: "${ARN}" }`,
        readers: reader("[§far]"),
      }),
      'readers.web.reads[0] must be a secret with a customer managed key, got "far" of 444444444444, which another account cannot decrypt under the AWS managed key; set key to the ARN of its key, which its owner must give it',
    ],
    [
      "a secret of others in mode targetRole",
      inventoryText({
        secrets: `\n  far: { external: true, arn: "${ARN}", key: "${KEY}" }`,
        readers: reader("[far]", "    mode: §targetRole\n"),
      }),
      'readers.web.mode must be resourcePolicy, got "targetRole" with secret "far": others own its account, in which this inventory makes no role',
    ],
    [
      "a secret of others of another region than its reader's",
      inventoryText({
        secrets: `\n  far: { external: true, arn: "${ARN.replace("us-east-1", "eu-west-1")}", key: "${KEY.replace("us-east-1", "eu-west-1")}" }`,
        readers: reader("[§far]"),
      }),
      'readers.web.reads[0] must be a secret of us-east-1, where the reader reads, got "far" of eu-west-1; set region of readers.web',
    ],
    [
      "one secret of others twice",
      inventoryText({
        secrets: `\n  far: { external: true, arn: "${ARN}", key: "${KEY}" }\n  §again: { external: true, arn: "${ARN}", key: "${KEY}" }`,
        readers: reader("[far]"),
      }),
      'secrets.again must be its own secret, got "pay/db" in us-east-1 of 444444444444, which far is too; declare it once',
    ],
    [
      "a default that makes all secrets those of others",
      inventoryText({ more: "defaults: { secrets: { §external: true } }" }),
      "defaults.secrets.external is not a known key; known: account, arn, description, existing, extraPolicyStatements, key, name, recoveryWindowInDays, region, replicas, rotation, sealed, style, tags",
    ],
    [
      "a cluster by its name of a reader of others",
      readerOf(`${READER}, cluster: §shop, reads: [foreign]`),
      'readers.far.cluster must be left out of a reader that others deploy (external: true), got "shop"; set clusterArn',
    ],
    [
      "a reader of others without its namespace: a role alone does not say which pods have it",
      inventoryText({
        readers: `\n  §far: { external: true, clusterArn: "${CLUSTER}", serviceAccount: far, roleArn: "arn:aws:iam::333333333333:role/far", reads: [foreign] }`,
      }),
      "readers.far.namespace is required with external: the policies of the secrets name the very service account",
    ],
    [
      "a role of another account than the cluster's",
      readerOf(`${READER}, roleArn: §"arn:aws:iam::222222222222:role/far", reads: [foreign]`),
      'readers.far.roleArn must be of account 333333333333 (333333333333), got "arn:aws:iam::222222222222:role/far"',
    ],
    [
      "a read in its long form of a reader of others",
      readerOf(`${READER}, reads: [§{ secret: foreign, as: file }]`),
      "readers.far.reads[0] must be the name of a secret, got a mapping: files and versions are for those to say who deploy the reader, and a parameter needs nothing of its owner",
    ],
    [
      "a secret of others that a reader of others reads",
      inventoryText({
        secrets: `\n  far: { external: true, arn: "${ARN}", key: "${KEY}" }`,
        readers: `\n  far: { ${READER}, reads: [§far] }`,
      }),
      'readers.far.reads[0] must be a secret of this inventory, got "far": others own both the secret and its reader',
    ],
    [
      "a secret under the AWS managed key that a reader of others reads",
      readerOf(`${READER}, reads: [§own]`),
      'readers.far.reads[0] must be a secret with a customer managed key, got "own" of a, which another account cannot decrypt under the AWS managed key; give its key',
    ],
    [
      "a reader of others that the inventory deploys, too",
      inventoryText({
        readers: `${reader("[own]")}  §far: { ${READER.replace(CLUSTER, "arn:aws:eks:us-east-1:111111111111:cluster/shop").replaceAll("far", "web")}, reads: [foreign] }`,
      }),
      'readers.far must be a service account of its own, got "web" of namespace "web" on arn:aws:eks:us-east-1:111111111111:cluster/shop, which web is too',
    ],
    [
      "a role that two readers of others have",
      inventoryText({
        readers: `\n  far: { ${READER}, roleArn: "arn:aws:iam::333333333333:role/far", reads: [foreign] }\n  too: { ${READER.replace("serviceAccount: far", "serviceAccount: too")}, roleArn: §"arn:aws:iam::333333333333:role/x/far", reads: [foreign] }`,
      }),
      'readers.too.roleArn must be a role of its own, got "arn:aws:iam::333333333333:role/x/far", which far has too',
    ],
    [
      "clusterArn of a reader that is deployed here",
      inventoryText({ readers: reader("[own]", `    clusterArn: §"${CLUSTER}"\n`) }),
      `readers.web.clusterArn must be left out, got "${CLUSTER}"; set cluster, or external: true where others deploy the reader`,
    ],
  ]);
});
