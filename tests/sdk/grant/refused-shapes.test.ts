import { deepStrictEqual } from "node:assert";

import { inventoryText, problemsOf, reader, rejectsEach, type Told } from "./support";

const account = (entry: string) =>
  inventoryText({ accounts: `\n  a: ${entry}\n  b: { id: "222222222222", region: us-east-1 }` });
const secret = (entry: string) =>
  inventoryText({ secrets: `\n  own: ${entry}\n  foreign: { account: b, key: pods }` });

const cases: Told = {
  'clusters.shop.existing must be true where it is given, got "yes"': {
    clusters: "\n  shop: { account: a, existing: §yes }",
  },
  "version must be at most 1, got 2; a later release of eks-pod-secrets reads it": {
    more: "version: §2\nnewSection: {}\n",
  },
  'version must be 1, got "one"': { more: "version: §one\n" },
  'reader is not a known key; did you mean "readers"?': { more: "§reader: {}\n" },
  'readers.web.namespce is not a known key; did you mean "namespace"?': {
    readers: reader("[own]", "    §namespce: x\n"),
  },
  "accounts.a.vpc is not a known key; known: administrators, defaults, deployRole, id, profile, quotas, region, tags":
    account('{ id: "111111111111", region: us-east-1, §vpc: x }'),
  "readers.web.reads[0].alias is not a known key; known: as, filePermission, jmesPath, mode, parameter, secret, version, versionStage":
    { readers: reader("[{ secret: own, §alias: x }]") },
  "organization must be a mapping, got a list": { more: "§organization: [x]\n" },
  'accounts.a.id must be 12 digits, got "11111111111"': account(
    '{ id: §"11111111111", region: us-east-1 }',
  ),
  "accounts.a.id must be text, got the number 111111111111; put it in quotes": account(
    "{ id: §111111111111, region: us-east-1 }",
  ),
  "accounts.a.region is required": {
    accounts: '\n  §a: { id: "111111111111" }\n  b: { id: "222222222222", region: us-east-1 }',
  },
  'accounts.a.region must be an AWS region, such as us-east-1, got "us-east"': account(
    '{ id: "111111111111", region: §us-east }',
  ),
  "clusters.shop.create.version must be text, got the number 1.3; put it in quotes": {
    clusters: "\n  shop: { account: a, create: { version: §1.30 } }",
  },
  'clusters.shop.create.version must be a Kubernetes version from 1.24 on, such as 1.34, got "1.23"; write it in quotes, such as "1.34"; EKS Pod Identity needs 1.24':
    { clusters: '\n  shop: { account: a, create: { version: §"1.23" } }' },
  "clusters.shop.create.subnetIds must have at least 2 subnets, in as many zones, got a list": {
    clusters: "\n  shop: { account: a, create: { §subnetIds: [subnet-01234567] } }",
  },
  'clusters.shop.secretsStoreCsi.rotationPollInterval must be a duration from 1s to 8760h, such as 1h or 2m30s, got "0s"':
    {
      clusters:
        "\n  shop: { account: a, existing: true, secretsStoreCsi: { rotationPollInterval: §0s } }",
    },
  'clusters.shop.kubeconfigContext must be a text without spaces and control characters, got "a b"':
    { clusters: "\n  shop: { account: a, existing: true, kubeconfigContext: §a b }" },
  'accounts.a.profile must be a text without spaces and control characters, got "a\\tb"': account(
    '{ id: "111111111111", region: us-east-1, profile: §"a\\tb" }',
  ),
  'readers.web.deployment.image must be a text without spaces and control characters, got "nginx 1"':
    { readers: reader("[own]", "    deployment: { image: §nginx 1, mountPath: /m }\n") },
  'readers.web.deployment.resources.limits.memory must be an amount, such as "100m" or "64Mi", got "64 MB"':
    {
      readers: reader(
        "[own]",
        "    deployment: { image: i, mountPath: /m, resources: { limits: { memory: §64 MB } } }\n",
      ),
    },
  "readers.web.deployment.livenessProbe must have exactly one of exec, httpGet, tcpSocket and grpc, got a mapping":
    {
      readers: reader(
        "[own]",
        "    deployment: { image: i, mountPath: /m, §livenessProbe: { tcpSocket: { port: 1 }, grpc: { port: 1 } } }\n",
      ),
    },
  'readers.web.mode must be one of resourcePolicy, targetRole, got "targetrole"': {
    readers: reader("[own]", "    mode: §targetrole\n"),
  },
  'secrets.foreign* must be at most 512 letters, digits and characters of /_+=.@-, got "foreign*"':
    {
      secrets: "\n  own: { account: a }\n  §foreign*: { account: b, key: pods }",
      readers: reader("[own]"),
    },
  'readers.web.roleName must be at most 64 letters, digits and characters of _+=,.@-, got "pod-?"':
    { readers: reader("[own]", "    roleName: §pod-?\n") },
  'accounts.a.administrators[0] must be the full ARN of an IAM role or user, without wildcards, got "arn:aws:iam::111111111111:role/*"':
    account(
      '{ id: "111111111111", region: us-east-1, administrators: [§"arn:aws:iam::111111111111:role/*"] }',
    ),
  "accounts.a.administrators[0].from is required": account(
    '{ id: "111111111111", region: us-east-1, administrators: [§{ role: "arn:aws:iam::111111111111:role/x" }] }',
  ),
  'accounts.a.administrators[0].from[0] must be an account id of 12 digits, the full ARN of an IAM role or user, or the name of a service such as ec2.amazonaws.com, got "bob"':
    account(
      '{ id: "111111111111", region: us-east-1, administrators: [{ role: "arn:aws:iam::111111111111:role/x", from: [§bob] }] }',
    ),
  [`readers.web.roleName must be at most 64 letters, digits and characters of _+=,.@-, got "${"r".repeat(65)}"`]:
    { readers: reader("[own]", `    roleName: §${"r".repeat(65)}\n`) },
  'readers.web.rolePath must be a path that begins and ends with a slash, such as /pods/, without spaces and *?$, got "/pods"':
    { readers: reader("[own]", "    rolePath: §/pods\n") },
  [`readers.web.namespace must be at most 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit, got "${"n".repeat(64)}"`]:
    {
      readers: `\n  web: { cluster: shop, namespace: §${"n".repeat(64)}, serviceAccount: web, reads: [own] }`,
    },
  'readers.Web must be at most 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit, got "Web"':
    { readers: "\n  §Web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }" },
  'secrets.own.key must be the alias of a customer managed key without alias/, or the ARN of a key that exists, got "aws/secretsmanager"; leave key out for the AWS managed key':
    secret("{ account: a, key: §aws/secretsmanager }"),
  'secrets.own.key must be the alias of a customer managed key without alias/, or the ARN of a key that exists, got "alias/pods"; leave key out for the AWS managed key':
    secret("{ account: a, key: §alias/pods }"),
  'secrets.own.arn must be the full ARN of a secret, with its six random characters, without wildcards, got "arn:aws:secretsmanager:us-east-1:111111111111:secret:own"':
    secret(
      "{ account: a, existing: true, arn: §'arn:aws:secretsmanager:us-east-1:111111111111:secret:own' }",
    ),
  "secrets.own.recoveryWindowInDays must be 0, or 7 to 30, got the number 6": secret(
    "{ account: a, recoveryWindowInDays: §6 }",
  ),
  'secrets.own.tags.aws:x must be a tag key of at most 128 characters, not beginning with aws:, got "aws:x"':
    secret("{ account: a, tags: { §'aws:x': y } }"),
  "readers.web.reads[0].filePermission must be text, got the number 400; put it in quotes": {
    readers: reader("[{ secret: own, filePermission: §0400 }]"),
  },
  'readers.web.reads[0].filePermission must be four octal digits, got "644"; write it in quotes, such as "0400"':
    { readers: reader('[{ secret: own, filePermission: §"644" }]') },
  'readers.web.reads[0].as must be a file name of at most 245 letters, digits and characters of ._+=@:!-, not beginning with two dots, got "../x"':
    { readers: reader("[{ secret: own, as: §../x }]") },
  "readers.web.reads[0] must be the name of a secret, or a mapping with secret or parameter, got the number 7":
    { readers: reader("[§7]") },
  "readers.web.reads must name at least one secret or parameter, got an empty list": {
    readers: `\n  web:\n    cluster: shop\n    namespace: web\n    serviceAccount: web\n    §reads: []`,
  },
  "readers.web.policy must be left out: the role's trust demands the session tags of this one reader, and AWS sends none with a session policy; narrow what the reader reads with reads instead":
    { readers: reader("[own]", "    §policy: { Version: x }\n") },
  "readers.web.disableSessionTags must be left out: the role's trust demands the session tags of this one reader, so without tags no pod could use it":
    { readers: reader("[own]", "    disableSessionTags: §true\n") },
  'parameters.a/b must be letters, digits, dots, hyphens and underscores in at most 15 levels, each after a slash, not beginning with aws or ssm, got "a/b"':
    { parameters: "\n  §a/b: { account: a }" },
  "accounts is required": "§clusters: {}\n",
  'inventory must be a mapping, got "hello"': "§hello\n",
};

describe("parseInventory, shapes", () => {
  rejectsEach(cases);

  it("names every mistake, in the file's order", () => {
    const text = inventoryText({
      accounts: `\n  a: { id: "1", region: us-east-1 }\n  b: { id: "2", region: us-east-1 }`,
      readers: reader("[own]", "    filePermision: x\n"),
    });
    deepStrictEqual(
      problemsOf(text).map((problem) => problem.split(" ", 2).join(" ")),
      ["2:12 accounts.a.id", "3:12 accounts.b.id", "17:5 readers.web.filePermision"],
    );
  });

  it("accepts disableSessionTags: false, which changes nothing", () => {
    deepStrictEqual(
      problemsOf(inventoryText({ readers: reader("[own]", "    disableSessionTags: false\n") })),
      [],
    );
  });
});
