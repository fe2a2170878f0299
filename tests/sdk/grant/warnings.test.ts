import { inventoryText, reader, type Told, tellsEach, warningsOf } from "./support";

const readers = (text: string) => inventoryText({ readers: text });
const secrets = (text: string) =>
  inventoryText({ secrets: `\n  own: { account: a }${text}`, readers: reader("[own]") });

const warnings: Told = {
  'secrets.db-admin1 should not end in a hyphen and six characters, got "db-admin1"; AWS tools may take the ending for an ARN\'s random suffix':
    secrets("\n  §db-admin1: { account: a }"),
  'defaults.secrets.region should be a region that AWS was known to have when this version was made, got "us-est-1"; did you mean "us-east-1"?':
    {
      secrets: "\n  own: { account: a, region: us-east-1 }",
      readers: reader("[own]"),
      more: "defaults: { secrets: { region: §us-est-1, tags: { region: home } } }\n",
    },
  'secrets.x.replicas[0].region should be a region that AWS was known to have when this version was made, got "us-west-7"; did you mean "us-west-1"?':
    secrets("\n  x: { account: a, replicas: [{ region: §us-west-7 }] }"),
  'clusters.far.region should be a region that AWS was known to have when this version was made, got "eu-central-11"; did you mean "eu-central-1"?':
    {
      secrets: "\n  own: { account: a, replicas: [{ region: us-west-2 }] }",
      parameters: "\n  /flags: { account: a }",
      readers:
        "\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own], failoverRegion: us-west-2 }",
      clusters:
        "\n  shop: { account: a, existing: true }\n  far: { account: a, existing: true, region: §eu-central-11 }",
    },
  'readers.web.reads[1] will not be read: in mode targetRole the pod reads as a role of b, and parameter "/flags" is of a; give it a reader of its own':
    readers(reader("[foreign, §{ parameter: /flags }]", "    mode: targetRole\n")),
  'readers.web.reads[0] will not be mounted: a reader with failoverRegion needs every object in both regions, and parameter "/flags" is in us-east-1 only; give it a reader of its own':
    readers(reader("[§{ parameter: /flags }]", "    failoverRegion: us-west-2\n")),
  'defaults.readers.failoverRegion should be a region that AWS was known to have when this version was made, got "us-west-3"; did you mean "us-west-1"?':
    { more: "defaults: { readers: { failoverRegion: §us-west-3 } }\n", readers: " {}" },
  'readers.web.reads[0].filePermission will keep the container from the file, got "0400": the file belongs to root, and the container runs as another user; leave it out, or set securityContext.runAsUser of the deployment to 0, and runAsNonRoot to false':
    readers(
      reader(
        '[{ secret: own, filePermission: §"0400" }]',
        "    deployment: { image: i, mountPath: /m }\n",
      ),
    ),
  'readers.web.syncToKubernetesSecrets will not be synchronised: secretsStoreCsi.syncSecrets of cluster "shop" is false; leave it out':
    {
      clusters: "\n  shop: { account: a, existing: true, secretsStoreCsi: { syncSecrets: false } }",
      readers: reader("[own]", "    §syncToKubernetesSecrets: [{ name: s, data: { k: own } }]\n"),
    },
  "clusters.shop.secretsStoreCsi may copy no secrets into Kubernetes Secrets: EKS takes that setting of the add-on, and does not always hand it to the driver; write install: helm":
    {
      clusters:
        "\n  shop: { account: a, existing: true, §secretsStoreCsi: { install: addon, syncSecrets: true } }",
    },
  "secrets.x.rotation.roleArn should be given: a sealed secret is closed to a rotation role that it does not know":
    secrets(
      "\n  x: { account: a, sealed: true, §rotation: { lambdaArn: 'arn:aws:lambda:us-east-1:111111111111:function:r', automaticallyAfterDays: 30 } }",
    ),
  "secrets.x.rotation.roleArn should be given: without it nobody can prove that no other role reads the secret":
    secrets(
      "\n  x: { account: a, §rotation: { lambdaArn: 'arn:aws:lambda:us-east-1:111111111111:function:r', automaticallyAfterDays: 30 } }",
    ),
  "secrets.x.extraPolicyStatements[0].Principal names arn:aws:iam::333333333333:role/audit itself: when that is deleted, the secret can no longer be refreshed or updated; name its account, with the ARN under aws:PrincipalArn in a condition":
    secrets(
      "\n  x: { account: a, extraPolicyStatements: [{ Sid: Own, Effect: Allow, §Principal: { AWS: ['arn:aws:iam::333333333333:root', 'arn:aws:iam::333333333333:role/audit'] }, Action: 'secretsmanager:DescribeSecret', Resource: '*' }] }",
    ),
  "readers.web may have too long names for AWS STS: the session tags of its pods take about 101 % of the room (an estimate, as AWS documents no formula); a role that its program assumes with tags of its own may be refused with PackedPolicyTooLarge; shorten cluster, namespace or service account":
    {
      readers: `\n  §web: { cluster: shop, namespace: ${"n".repeat(60)}, serviceAccount: ${"s".repeat(30)}, reads: [own] }`,
    },
};

describe("parseInventory, warnings", () => {
  tellsEach("warns", warnings, warningsOf);
});
