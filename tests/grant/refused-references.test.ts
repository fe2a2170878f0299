import { deepStrictEqual } from "node:assert";

import { parseInventory } from "../../sdk/grant";
import { inventoryText, marked, problemsOf, reader, warningsOf } from "./support";

/** What is wrong, an inventory whose mark `§` stands where the problem is, and the problem. */
type Case = [title: string, text: string, message: string];

const readers = (text: string) => inventoryText({ readers: text });
const secrets = (text: string, reads = "[own]") =>
  inventoryText({ secrets: `\n  own: { account: a }${text}`, readers: reader(reads) });
const OTHER = "cluster: shop, namespace: web, serviceAccount: other, reads: [own]";
const ARN = "arn:aws:secretsmanager:us-east-1:222222222222:secret:old/api-a1B2c3";

const errors: Case[] = [
  [
    "a reader of a missing secret",
    readers(reader("[own, §forein]")),
    'readers.web.reads[1] must name a secret of this inventory, got "forein"; did you mean "foreign"?',
  ],
  [
    "a reader of a missing parameter",
    readers(reader("[{ parameter: §/flag }]")),
    'readers.web.reads[0].parameter must name a parameter of this inventory, got "/flag"; did you mean "/flags"?',
  ],
  [
    "a reader on a missing cluster",
    readers("\n  web: { cluster: §sh0p, namespace: web, serviceAccount: web, reads: [own] }"),
    'readers.web.cluster must name a cluster of this inventory, got "sh0p"; did you mean "shop"?',
  ],
  [
    "a secret of a missing account",
    secrets("\n  x: { account: §c }"),
    'secrets.x.account must name an account of this inventory, got "c"; did you mean "a"?',
  ],
  [
    "a reader without a namespace",
    readers("\n  §web: { cluster: shop, serviceAccount: web, reads: [own] }"),
    "readers.web.namespace is required, here or in defaults.readers",
  ],
  [
    "a secret without an account",
    secrets("\n  §x: {}"),
    "secrets.x.account is required, here or in defaults.secrets",
  ],
  [
    "a read of nothing",
    readers(reader("[§{ as: x }]")),
    "readers.web.reads[0] must have either secret or parameter, got neither",
  ],
  [
    "a read of both kinds",
    readers(reader("[§{ secret: own, parameter: /flags }]")),
    "readers.web.reads[0] must have either secret or parameter, got both",
  ],
  [
    "a read of version and stage",
    readers(reader("[{ secret: own, version: v1, versionStage: §AWSCURRENT }]")),
    "readers.web.reads[0].versionStage must be left out beside version; keep one of them",
  ],
  [
    "two accounts of one id",
    inventoryText({
      accounts:
        '\n  a: { id: "111111111111", region: us-east-1 }\n  b: { id: §"111111111111", region: us-west-2 }',
      secrets: "\n  own: { account: a }",
      readers: reader("[own]"),
    }),
    "accounts.b.id must be its own, got that of a; set region on clusters and secrets instead of declaring an account twice",
  ],
  [
    "an administrator of another account",
    inventoryText({
      accounts:
        '\n  a: { id: "111111111111", region: us-east-1, administrators: [§arn:aws:iam::222222222222:role/admin] }\n  b: { id: "222222222222", region: us-east-1 }',
    }),
    'accounts.a.administrators[0] must be of account 111111111111 (a), got "arn:aws:iam::222222222222:role/admin"',
  ],
  [
    "a deploy role of another account",
    inventoryText({
      accounts:
        '\n  a: { id: "111111111111", region: us-east-1, deployRole: §arn:aws:iam::222222222222:role/d }\n  b: { id: "222222222222", region: us-east-1 }',
    }),
    'accounts.a.deployRole must be of account 111111111111 (a), got "arn:aws:iam::222222222222:role/d"',
  ],
  [
    "a deploy role beside a profile",
    inventoryText({
      accounts:
        '\n  a: { id: "111111111111", region: us-east-1, deployRole: arn:aws:iam::111111111111:role/d, profile: §x }\n  b: { id: "222222222222", region: us-east-1 }',
    }),
    "accounts.a.profile must be left out beside deployRole; keep one of them",
  ],
  [
    "a cluster that neither exists nor is created",
    inventoryText({ clusters: "\n  §shop: { account: a }" }),
    'clusters.shop must have either "existing: true" or "create", got neither',
  ],
  [
    "two clusters of one ARN",
    inventoryText({
      clusters:
        "\n  shop: { account: a, existing: true }\n  §again: { name: shop, account: a, existing: true }",
    }),
    "clusters.again must be its own cluster, got that of shop; name readers' cluster shop instead",
  ],
  [
    "a secret of another account under the AWS managed key",
    inventoryText({
      secrets: "\n  own: { account: a }\n  foreign: { account: b }",
      readers: reader("[own, §foreign]"),
    }),
    'readers.web.reads[1] must be a secret with a customer managed key, got "foreign" of b, which another account cannot decrypt under the AWS managed key; give its key, or read it in mode targetRole',
  ],
  [
    "a replica of another account under the AWS managed key",
    inventoryText({
      secrets:
        "\n  own: { account: a }\n  foreign: { account: b, key: pods, replicas: [{ region: us-west-2 }] }",
      readers: reader("[§foreign]", "    failoverRegion: us-west-2\n"),
    }),
    'readers.web.reads[0] must be a secret with a customer managed key, got "foreign" of b, which another account cannot decrypt under the AWS managed key; give its replica in us-west-2 a key, or read it in mode targetRole',
  ],
  [
    "a parameter of another account",
    inventoryText({
      parameters: "\n  /flags: { account: b }",
      readers: reader("[{ parameter: §/flags }]"),
    }),
    'readers.web.reads[0].parameter must be a parameter of a, the pod\'s own account, got "/flags" of b; parameters are not read across accounts: make it a secret',
  ],
  [
    "a secret of another region",
    secrets("\n  far: { account: a, region: eu-west-1 }", "[own, §far]"),
    'readers.web.reads[1] must be a secret of us-east-1, where the reader reads, got "far" of eu-west-1; set region of readers.web, or add a replica in us-east-1',
  ],
  [
    "a failover region without a replica",
    readers(reader("[§own]", "    failoverRegion: us-west-2\n")),
    'readers.web.reads[0] must be a secret of us-west-2, the failover region, got "own" of us-east-1; set region of readers.web, or add a replica in us-west-2',
  ],
  [
    "a failover region that is the region",
    readers(reader("[own]", "    failoverRegion: §us-east-1\n")),
    'readers.web.failoverRegion must be another region than region, got "us-east-1"',
  ],
  [
    "a secret of another partition",
    inventoryText({
      accounts:
        '\n  a: { id: "111111111111", region: us-east-1 }\n  b: { id: "222222222222", region: cn-north-1 }',
      readers: reader("[§foreign]"),
    }),
    'readers.web.reads[0] must be a secret of partition aws, got "foreign" of aws-cn; no role is valid in two partitions',
  ],
  [
    "a replica in the secret's own region",
    secrets("\n  x: { account: a, replicas: [{ region: §us-east-1 }] }"),
    'secrets.x.replicas[0].region must be a region that holds no copy yet, got "us-east-1"',
  ],
  [
    "a key's ARN of another account",
    secrets("\n  x: { account: a, key: §arn:aws:kms:us-east-1:222222222222:key/abc }"),
    'secrets.x.key must be of account 111111111111 (a), got "arn:aws:kms:us-east-1:222222222222:key/abc"',
  ],
  [
    "an existing secret without its ARN",
    secrets("\n  §x: { account: a, existing: true }"),
    "secrets.x.arn is required with existing; set the full ARN of the secret",
  ],
  [
    "an ARN of a secret to be created",
    secrets(`\n  x: { account: b, arn: §"${ARN}" }`),
    "secrets.x.arn must be left out of a secret to be created; else add existing: true",
  ],
  [
    "an existing secret's ARN of another account",
    secrets(`\n  x: { account: a, existing: true, arn: §"${ARN}" }`),
    `secrets.x.arn must be of account 111111111111 (a), got "${ARN}"`,
  ],
  [
    "an existing secret's ARN of another region",
    secrets(`\n  x: { account: b, region: §eu-west-1, existing: true, arn: "${ARN}" }`),
    'secrets.x.region must be that of its ARN, us-east-1, got "eu-west-1"',
  ],
  [
    "tags for an existing secret",
    secrets(`\n  x:\n    account: b\n    existing: true\n    arn: "${ARN}"\n    §tags: { a: b }`),
    "secrets.x.tags must be left out: the secret exists and keeps its own",
  ],
  [
    "style attributes for an existing secret",
    secrets(`\n  x: { account: b, existing: true, arn: "${ARN}", style: §attributes }`),
    'secrets.x.style must be exact, got "attributes": the tags of a secret that exists are not ours to set',
  ],
  [
    "style attributes for readers of two namespaces",
    inventoryText({
      secrets: "\n  own: { account: a, style: §attributes }",
      readers: `${reader("[own]")}  api: { cluster: shop, namespace: api, serviceAccount: api, reads: [own] }`,
    }),
    'secrets.own.style must be exact, got "attributes" with the readers "web" and "api" of different clusters or namespaces: a tag has one value',
  ],
  [
    "a tag that style attributes sets itself",
    inventoryText({
      secrets: "\n  own: { account: a, style: attributes, tags: { kubernetes-namespace: §x } }",
      readers: reader("[own]"),
    }),
    "secrets.own.tags.kubernetes-namespace must be left out: style attributes sets it from the readers",
  ],
  [
    "two secrets of one name in one place",
    secrets("\n  §x: { account: a, name: own }"),
    'secrets.x must be its own secret, got "own" in us-east-1 of a, which own is too; set name or region',
  ],
  [
    "a rotation function of another region",
    secrets(
      "\n  x: { account: a, rotation: { lambdaArn: §'arn:aws:lambda:eu-west-1:111111111111:function:r', automaticallyAfterDays: 30 } }",
    ),
    'secrets.x.rotation.lambdaArn must be a function of us-east-1, the secret\'s region, got "arn:aws:lambda:eu-west-1:111111111111:function:r"',
  ],
  [
    "a statement without a Sid",
    secrets("\n  x: { account: a, extraPolicyStatements: [§{ Effect: Deny, Principal: '*' }] }"),
    "secrets.x.extraPolicyStatements[0].Sid must be letters and digits, got nothing",
  ],
  [
    "a key for a plain parameter",
    inventoryText({ parameters: "\n  /flags: { account: a, secure: false, key: §pods }" }),
    "parameters./flags.key must be left out, or secure be true: only a SecureString is encrypted",
  ],
  [
    "two parameters of one name",
    inventoryText({
      parameters: "\n  /flags: { account: a }\n  §flags: { account: a, name: /flags }",
    }),
    'parameters.flags must be its own parameter, got "/flags" in us-east-1 of a, which /flags is too; set name or region',
  ],
  [
    "a permissions boundary of another account",
    readers(reader("[own]", "    permissionsBoundary: §arn:aws:iam::222222222222:policy/p\n")),
    'readers.web.permissionsBoundary must be a policy of AWS or of account 111111111111 (a), got "arn:aws:iam::222222222222:policy/p"',
  ],
  [
    "one file name twice by aliases",
    readers(reader("[{ secret: own, as: x }, { secret: foreign, as: §x }]")),
    'readers.web.reads[1].as must be a file name of its own, got "x", which reads[0] has too; set as',
  ],
  [
    "one file name twice by a slash and an underscore",
    inventoryText({
      secrets: "\n  a/b: { account: a }\n  a_b: { account: a }",
      readers: reader("[a/b, §a_b]"),
    }),
    'readers.web.reads[1] must be a file name of its own, got "a_b", which reads[0] has too; set as',
  ],
  [
    "one file name twice by a part",
    readers(reader("[{ secret: own, as: x, jmesPath: [{ path: p, as: §x }] }]")),
    'readers.web.reads[0].jmesPath[0].as must be a file name of its own, got "x", which reads[0] has too; set as',
  ],
  [
    "a hyphen without quotes in a JMESPath",
    readers(reader("[{ secret: own, jmesPath: [{ path: §api-key, as: k }] }]")),
    'readers.web.reads[0].jmesPath[0].path must have keys with hyphens in double quotes, got "api-key"',
  ],
  [
    "a Kubernetes Secret of a file that is not mounted",
    readers(reader("[own]", "    syncToKubernetesSecrets: [{ name: s, data: { k: §owm } }]\n")),
    'readers.web.syncToKubernetesSecrets[0].data.k must name a file of the mount, got "owm"; did you mean "own"?',
  ],
  [
    "two readers of one service account",
    readers(
      "\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }\n  §api: { cluster: shop, namespace: web, serviceAccount: web, roleName: api, reads: [foreign] }",
    ),
    'readers.api must be a service account of its own, got "web" of namespace "web" on shop, which web is too; a service account has one role: merge the two',
  ],
  [
    "two roles of one name but for case",
    readers(
      `\n  web: { cluster: shop, namespace: web, serviceAccount: web, roleName: Pod, reads: [own] }\n  other: { ${OTHER}, roleName: §pod }`,
    ),
    'readers.other.roleName must be unique in account 111111111111 (a), got "pod", which web has too',
  ],
  [
    "one SecretProviderClass for two readers",
    readers(
      `\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }\n  other: { ${OTHER}, secretProviderClass: §web }`,
    ),
    'readers.other.secretProviderClass must be unique in its namespace, got "web", which web has too',
  ],
  [
    "two modes in one reader",
    inventoryText({
      secrets:
        "\n  own: { account: a }\n  foreign: { account: b, key: pods }\n  more: { account: b, key: pods }",
      readers: reader("[foreign, { secret: more, mode: §targetRole }]"),
    }),
    'readers.web.reads[1].mode must be that of the reader\'s other reads, such as "foreign": a service account has one role to read as; give it a reader of its own',
  ],
  [
    "the pod's own secret in mode targetRole",
    readers(reader("[foreign, §own]", "    mode: targetRole\n")),
    'readers.web.reads[1] must be a secret of b, whose role the pod reads as in mode targetRole, got "own" of a; give it a reader of its own',
  ],
  [
    "names too long for the driver",
    readers(
      `\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own], secretProviderClass: §${"c".repeat(240)}, deployment: { image: i, mountPath: /m } }`,
    ),
    "readers.web.secretProviderClass must be at most 228 characters, so that the driver's name of pod, namespace and class fits 253, got 240",
  ],
];

const warnings: Case[] = [
  [
    "a secret's name that ends like an ARN",
    secrets("\n  §db-admin1: { account: a }"),
    'secrets.db-admin1 should not end in a hyphen and six characters, got "db-admin1"; AWS tools may take the ending for an ARN\'s random suffix',
  ],
  [
    "a parameter in mode targetRole",
    readers(reader("[foreign, §{ parameter: /flags }]", "    mode: targetRole\n")),
    'readers.web.reads[1] will not be read: in mode targetRole the pod reads as a role of b, and parameter "/flags" is of a; give it a reader of its own',
  ],
  [
    "a parameter with a failover region",
    readers(reader("[§{ parameter: /flags }]", "    failoverRegion: us-west-2\n")),
    'readers.web.reads[0] will not be mounted: a reader with failoverRegion needs every object in both regions, and parameter "/flags" is in us-east-1 only; give it a reader of its own',
  ],
  [
    "Kubernetes Secrets on a cluster that makes none",
    inventoryText({
      clusters: "\n  shop: { account: a, existing: true, secretsStoreCsi: { syncSecrets: false } }",
      readers: reader("[own]", "    §syncToKubernetesSecrets: [{ name: s, data: { k: own } }]\n"),
    }),
    'readers.web.syncToKubernetesSecrets will not be synchronised: secretsStoreCsi.syncSecrets of cluster "shop" is false; leave it out',
  ],
  [
    "a rotated sealed secret without the rotation role",
    secrets(
      "\n  x: { account: a, sealed: true, §rotation: { lambdaArn: 'arn:aws:lambda:us-east-1:111111111111:function:r', automaticallyAfterDays: 30 } }",
    ),
    "secrets.x.rotation.roleArn should be given: a sealed secret is closed to a rotation role that it does not know",
  ],
];

describe("parseInventory, references", () => {
  for (const [title, text, message] of errors) {
    it(`rejects ${title}`, () => {
      const { place, text: unmarked } = marked(text);
      deepStrictEqual(problemsOf(unmarked), [`${place} ${message}`]);
    });
  }

  for (const [title, text, message] of warnings) {
    it(`warns of ${title}`, () => {
      const { place, text: unmarked } = marked(text);
      deepStrictEqual(warningsOf(unmarked), [`${place} ${message}`]);
    });
  }

  it("asks the rules of higher layers last, and places their findings", () => {
    const path = ["readers", "web"];
    const parsed = parseInventory(inventoryText(), "zone.yaml", [
      ({ readers: all }) => [{ path, says: `must be one, got ${all.length}`, severity: "error" }],
    ]);
    deepStrictEqual("problems" in parsed && parsed.problems, [
      {
        file: "zone.yaml",
        line: 12,
        column: 3,
        path: "readers.web",
        message: "readers.web must be one, got 1",
      },
    ]);
  });
});
