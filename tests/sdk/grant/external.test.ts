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
  // A message marks a list or mapping at its key.
  const at = (key: string, value: string) =>
    /^[[{]/.test(value) ? `§${key}: ${value}` : `${key}: §${value}`;
  rejectsEach({
    ...Object.fromEntries(
      secretKeys.map(([key, value, got]) => [
        `secrets.far.${key} ${leftOut} ${got}: ${itsOwner}`,
        secretOf(`arn: "${ARN}", key: "${KEY}", ${at(key, value)}`),
      ]),
    ),
    ...Object.fromEntries(
      readerKeys.map(([key, value, got]) => [
        `readers.far.${key} must be left out of a reader that others deploy (external: true), got ${got}: their inventory says it`,
        readerOf(`${READER}, reads: [foreign], ${at(key, value)}`),
      ]),
    ),
    "secrets.far.arn is required with external; set the full ARN of the secret": {
      secrets: "\n  §far: { external: true }\n  own: { account: a }",
      readers: reader("[own]"),
    },
    'secrets.far.key must be the ARN of the key that encrypts the secret, got "pods": an alias is one of this inventory\'s own keys':
      {
        secrets: `\n  far: { external: true, arn: "${ARN}", key: §pods }\n  own: { account: a }`,
        readers: reader("[own]"),
      },
    [`secrets.far.key must be of account 444444444444 (444444444444), got "${KEY.replace("4444:key", "4445:key")}"`]:
      secretOf(`arn: "${ARN}", key: §"${KEY.replace("4444:key", "4445:key")}"`),
    'readers.web.reads[0] must be a secret with a customer managed key, got "far" of 444444444444, which another account cannot decrypt under the AWS managed key; set key to the ARN of its key, which its owner must give it':
      { secrets: `\n  far: { external: true, arn: "${ARN}" }`, readers: reader("[§far]") },
    'readers.web.mode must be resourcePolicy, got "targetRole" with secret "far": others own its account, in which this inventory makes no role':
      {
        secrets: `\n  far: { external: true, arn: "${ARN}", key: "${KEY}" }`,
        readers: reader("[far]", "    mode: §targetRole\n"),
      },
    'readers.web.reads[0] must be a secret of us-east-1, where the reader reads, got "far" of eu-west-1; set region of readers.web':
      {
        secrets: `\n  far: { external: true, arn: "${ARN.replace("us-east-1", "eu-west-1")}", key: "${KEY.replace("us-east-1", "eu-west-1")}" }`,
        readers: reader("[§far]"),
      },
    'secrets.again must be its own secret, got "pay/db" in us-east-1 of 444444444444, which far is too; declare it once':
      {
        secrets: `\n  far: { external: true, arn: "${ARN}", key: "${KEY}" }\n  §again: { external: true, arn: "${ARN}", key: "${KEY}" }`,
        readers: reader("[far]"),
      },
    "defaults.secrets.external is not a known key; known: account, arn, description, existing, extraPolicyStatements, key, name, recoveryWindowInDays, region, replicas, rotation, sealed, style, tags":
      { more: "defaults: { secrets: { §external: true } }" },
    'readers.far.cluster must be left out of a reader that others deploy (external: true), got "shop"; set clusterArn':
      readerOf(`${READER}, cluster: §shop, reads: [foreign]`),
    "readers.far.namespace is required with external: the policies of the secrets name the very service account":
      {
        readers: `\n  §far: { external: true, clusterArn: "${CLUSTER}", serviceAccount: far, roleArn: "arn:aws:iam::333333333333:role/far", reads: [foreign] }`,
      },
    'readers.far.roleArn must be of account 333333333333 (333333333333), got "arn:aws:iam::222222222222:role/far"':
      readerOf(`${READER}, roleArn: §"arn:aws:iam::222222222222:role/far", reads: [foreign]`),
    "readers.far.reads[0] must be the name of a secret, got a mapping: files and versions are for those to say who deploy the reader, and a parameter needs nothing of its owner":
      readerOf(`${READER}, reads: [§{ secret: foreign, as: file }]`),
    'readers.far.reads[0] must be a secret of this inventory, got "far": others own both the secret and its reader':
      {
        secrets: `\n  far: { external: true, arn: "${ARN}", key: "${KEY}" }`,
        readers: `\n  far: { ${READER}, reads: [§far] }`,
      },
    'readers.far.reads[0] must be a secret with a customer managed key, got "own" of a, which another account cannot decrypt under the AWS managed key; give its key':
      readerOf(`${READER}, reads: [§own]`),
    'readers.far must be a service account of its own, got "web" of namespace "web" on arn:aws:eks:us-east-1:111111111111:cluster/shop, which web is too':
      {
        readers: `${reader("[own]")}  §far: { ${READER.replace(CLUSTER, "arn:aws:eks:us-east-1:111111111111:cluster/shop").replaceAll("far", "web")}, reads: [foreign] }`,
      },
    'readers.too.roleArn must be a role of its own, got "arn:aws:iam::333333333333:role/x/far", which far has too':
      {
        readers: `\n  far: { ${READER}, roleArn: "arn:aws:iam::333333333333:role/far", reads: [foreign] }\n  too: { ${READER.replace("serviceAccount: far", "serviceAccount: too")}, roleArn: §"arn:aws:iam::333333333333:role/x/far", reads: [foreign] }`,
      },
    [`readers.web.clusterArn must be left out, got "${CLUSTER}"; set cluster, or external: true where others deploy the reader`]:
      { readers: reader("[own]", `    clusterArn: §"${CLUSTER}"\n`) },
  });
});
