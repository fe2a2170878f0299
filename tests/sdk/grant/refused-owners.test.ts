import { inventoryText, reader, rejectsEach } from "./support";

const secrets = (text: string, reads = "[own]") =>
  inventoryText({ secrets: `\n  own: { account: a }${text}`, readers: reader(reads) });
const ARN = "arn:aws:secretsmanager:us-east-1:222222222222:secret:old/api-a1B2c3";

describe("parseInventory, owners' side", () => {
  rejectsEach({
    "secrets.x.account is required, here or in defaults.secrets": secrets("\n  §x: {}"),
    "accounts.b.id must be its own, got that of a; set region on clusters and secrets instead of declaring an account twice":
      {
        accounts:
          '\n  a: { id: "111111111111", region: us-east-1 }\n  b: { id: §"111111111111", region: us-west-2 }',
        secrets: "\n  own: { account: a }",
        readers: reader("[own]"),
      },
    'accounts.a.administrators[0] must be of account 111111111111 (a), got "arn:aws:iam::222222222222:role/admin"':
      {
        accounts:
          '\n  a: { id: "111111111111", region: us-east-1, administrators: [§arn:aws:iam::222222222222:role/admin] }\n  b: { id: "222222222222", region: us-east-1 }',
      },
    'accounts.a.deployRole must be of account 111111111111 (a), got "arn:aws:iam::222222222222:role/d"':
      {
        accounts:
          '\n  a: { id: "111111111111", region: us-east-1, deployRole: §arn:aws:iam::222222222222:role/d }\n  b: { id: "222222222222", region: us-east-1 }',
      },
    "accounts.a.profile must be left out beside deployRole; keep one of them": {
      accounts:
        '\n  a: { id: "111111111111", region: us-east-1, deployRole: arn:aws:iam::111111111111:role/d, profile: §x }\n  b: { id: "222222222222", region: us-east-1 }',
    },
    'clusters.shop must have either "existing: true" or "create", got neither': {
      clusters: "\n  §shop: { account: a }",
    },
    "clusters.again must be its own cluster, got that of shop; name readers' cluster shop instead":
      {
        clusters:
          "\n  shop: { account: a, existing: true }\n  §again: { name: shop, account: a, existing: true }",
      },
    'secrets.x.replicas[0].region must be a region that holds no copy yet, got "us-east-1"':
      secrets("\n  x: { account: a, replicas: [{ region: §us-east-1 }] }"),
    'secrets.x.key must be of account 111111111111 (a), got "arn:aws:kms:us-east-1:222222222222:key/abc"':
      secrets("\n  x: { account: a, key: §arn:aws:kms:us-east-1:222222222222:key/abc }"),
    "secrets.x.arn is required with existing; set the full ARN of the secret": secrets(
      "\n  §x: { account: a, existing: true }",
    ),
    "secrets.x.arn must be left out of a secret to be created; else add existing: true": secrets(
      `\n  x: { account: b, arn: §"${ARN}" }`,
    ),
    [`secrets.x.arn must be of account 111111111111 (a), got "${ARN}"`]: secrets(
      `\n  x: { account: a, existing: true, arn: §"${ARN}" }`,
    ),
    'secrets.x.region must be that of its ARN, us-east-1, got "eu-west-1"': secrets(
      `\n  x: { account: b, region: §eu-west-1, existing: true, arn: "${ARN}" }`,
    ),
    "secrets.x.tags must be left out: the secret exists and keeps its own": secrets(
      `\n  x:\n    account: b\n    existing: true\n    arn: "${ARN}"\n    §tags: { a: b }`,
    ),
    'secrets.x.style must be exact, got "attributes": the tags of a secret that exists are not ours to set':
      secrets(`\n  x: { account: b, existing: true, arn: "${ARN}", style: §attributes }`),
    'secrets.own.style must be exact, got "attributes" with the readers "web" and "api" of different clusters or namespaces: a tag has one value':
      {
        secrets: "\n  own: { account: a, style: §attributes }",
        readers: `${reader("[own]")}  api: { cluster: shop, namespace: api, serviceAccount: api, reads: [own] }`,
      },
    "secrets.own.tags.kubernetes-namespace must be left out: style attributes sets it from the readers":
      {
        secrets: "\n  own: { account: a, style: attributes, tags: { kubernetes-namespace: §x } }",
        readers: reader("[own]"),
      },
    'secrets.x must be its own secret, got "own" in us-east-1 of a, which own is too; set name or region':
      secrets("\n  §x: { account: a, name: own }"),
    'secrets.x.rotation.lambdaArn must be a function of us-east-1, the secret\'s region, got "arn:aws:lambda:eu-west-1:111111111111:function:r"':
      secrets(
        "\n  x: { account: a, rotation: { lambdaArn: §'arn:aws:lambda:eu-west-1:111111111111:function:r', automaticallyAfterDays: 30 } }",
      ),
    "secrets.x.extraPolicyStatements[0].Sid must be letters and digits, got nothing": secrets(
      "\n  x: { account: a, extraPolicyStatements: [§{ Effect: Deny, Principal: '*' }] }",
    ),
    "parameters./flags.key must be left out, or secure be true: only a SecureString is encrypted": {
      parameters: "\n  /flags: { account: a, secure: false, key: §pods }",
    },
    'parameters.flags must be its own parameter, got "/flags" in us-east-1 of a, which /flags is too; set name or region':
      { parameters: "\n  /flags: { account: a }\n  §flags: { account: a, name: /flags }" },
    'secrets.x.extraPolicyStatements[1].Sid must be unique among the statements, got "S"': secrets(
      "\n  x: { account: a, extraPolicyStatements: [{ Sid: S, Effect: Deny, Principal: '*' }, { Sid: §S, Effect: Deny, Principal: '*' }] }",
    ),
    "secrets.x.extraPolicyStatements[0].Principal is required in a resource policy": secrets(
      "\n  x: { account: a, extraPolicyStatements: [§{ Sid: S, Effect: Deny }] }",
    ),
    'secrets.x.extraPolicyStatements[0].Effect must be Allow or Deny, got "allow"': secrets(
      "\n  x: { account: a, extraPolicyStatements: [{ Sid: S, Effect: §allow, Principal: '*' }] }",
    ),
    'secrets.x.key must be a key of us-east-1, the secret\'s region, got "arn:aws:kms:eu-west-1:111111111111:key/abc"':
      secrets("\n  x: { account: a, key: §arn:aws:kms:eu-west-1:111111111111:key/abc }"),
    'secrets.x.name must be that of its ARN, "old/api", got "old"': secrets(
      `\n  x: { account: b, name: §old, existing: true, arn: "${ARN}" }`,
    ),
    'accounts.a.administrators[0] must be of partition aws, as account 111111111111 (a) is, got "arn:aws-cn:iam::111111111111:role/admin"':
      {
        accounts:
          '\n  a: { id: "111111111111", region: us-east-1, administrators: [§arn:aws-cn:iam::111111111111:role/admin] }\n  b: { id: "222222222222", region: us-east-1 }',
      },
    'accounts.a.deployRole must be of partition aws-us-gov, as account 111111111111 (a) is, got "arn:aws:iam::111111111111:role/d"':
      {
        accounts:
          '\n  a: { id: "111111111111", region: us-gov-west-1, deployRole: §arn:aws:iam::111111111111:role/d }\n  b: { id: "222222222222", region: us-east-1 }',
        parameters: " {}",
        secrets: " {}",
        readers: " {}",
      },
    'secrets.x.key must be of partition aws, as region us-east-1 is, got "arn:aws-cn:kms:us-east-1:111111111111:key/abc"':
      secrets("\n  x: { account: a, key: §arn:aws-cn:kms:us-east-1:111111111111:key/abc }"),
    [`secrets.x.arn must be of partition aws, as region us-east-1 is, got "${ARN.replace("aws", "aws-us-gov")}"`]:
      secrets(`\n  x: { account: b, existing: true, arn: §"${ARN.replace("aws", "aws-us-gov")}" }`),
    [`secrets.x.arn must be of partition aws, as account 222222222222 (b) is, got "${ARN.replace("aws", "aws-cn").replace("us-east-1", "cn-north-1")}"`]:
      secrets(
        `\n  x: { account: b, existing: true, arn: §"${ARN.replace("aws", "aws-cn").replace("us-east-1", "cn-north-1")}" }`,
      ),
    'secrets.x.rotation.lambdaArn must be of partition aws, as region us-east-1 is, got "arn:aws-cn:lambda:us-east-1:111111111111:function:r"':
      secrets(
        "\n  x: { account: a, rotation: { lambdaArn: §'arn:aws-cn:lambda:us-east-1:111111111111:function:r', automaticallyAfterDays: 30 } }",
      ),
    'secrets.x.rotation.roleArn must be of partition aws, as account 111111111111 (a) is, got "arn:aws-cn:iam::111111111111:role/r"':
      secrets(
        "\n  x: { account: a, rotation: { lambdaArn: 'arn:aws:lambda:us-east-1:111111111111:function:r', roleArn: §'arn:aws-cn:iam::111111111111:role/r', automaticallyAfterDays: 30 } }",
      ),
    'secrets.x.rotation.roleArn must be of account 111111111111 (a), got "arn:aws:iam::222222222222:role/r"':
      secrets(
        "\n  x: { account: a, rotation: { lambdaArn: 'arn:aws:lambda:us-east-1:111111111111:function:r', roleArn: §'arn:aws:iam::222222222222:role/r', automaticallyAfterDays: 30 } }",
      ),
    "secrets.x.rotation.lambdaArn is required": secrets(
      "\n  x: { account: a, §rotation: { roleArn: 'arn:aws:iam::111111111111:role/r', automaticallyAfterDays: 30 } }",
    ),
    "secrets.x.rotation.automaticallyAfterDays is required": secrets(
      "\n  x: { account: a, §rotation: { lambdaArn: 'arn:aws:lambda:us-east-1:111111111111:function:r', roleArn: 'arn:aws:iam::111111111111:role/r' } }",
    ),
    "secrets.x.rotation.lambdaArn must be left out: the secret exists and keeps its own": secrets(
      `\n  x: { account: b, existing: true, arn: "${ARN}", rotation: { roleArn: 'arn:aws:iam::222222222222:role/r', lambdaArn: §'arn:aws:lambda:us-east-1:222222222222:function:r' } }`,
    ),
    "secrets.x.rotation.roleArn is required": secrets(
      `\n  x: { account: b, existing: true, arn: "${ARN}", §rotation: {} }`,
    ),
    'secrets.x.region must be a region of partition aws, got "cn-north-1"': secrets(
      "\n  x: { account: a, region: §cn-north-1 }",
    ),
    'parameters./flags.region must be a region of partition aws, got "us-gov-west-1"': {
      parameters: "\n  /flags: { account: a, region: §us-gov-west-1 }",
    },
    'clusters.shop.region must be a region of partition aws, got "eusc-de-east-1"': {
      clusters: "\n  shop: { account: a, existing: true, region: §eusc-de-east-1 }",
      readers: " {}",
    },
    'secrets.x.replicas[0].region must be a region of partition aws, got "cn-north-1"': secrets(
      "\n  x: { account: a, replicas: [{ region: §cn-north-1 }] }",
    ),
  });
});
