import type { AccessDocuments } from "../../../../proof";
import { variable } from "../../support";
import {
  BILLING,
  CLUSTER_ACCOUNT,
  decryptStatement,
  KEY,
  type KnownDeployment,
  OWNER,
  oneReader,
  ownerStatement,
  podTrust,
  policy,
  READS,
  REGION,
  ROLE,
  readPolicy,
  readStatement,
  root,
  SECRET,
  tagsOf,
  VIA_SERVICE,
} from "./deployment";

const tags = tagsOf("aws:PrincipalTag", BILLING);
const bySecret = (Condition: object, Principal: unknown = "*", more: object = {}) =>
  oneReader({
    secretPolicy: policy({
      Effect: "Allow",
      Principal,
      Action: READS,
      Resource: "*",
      Condition,
      ...more,
    }),
  });
const byKey = (...statements: object[]) =>
  oneReader({ keyPolicy: policy(ownerStatement, ...statements) });
const denying = (Condition: object, more: object = {}) =>
  oneReader({
    secretPolicy: policy(readStatement(ROLE, BILLING), {
      Effect: "Deny",
      Principal: "*",
      Action: "secretsmanager:*",
      Resource: "*",
      Condition,
      ...more,
    }),
  });
const inOrganization = (documents: AccessDocuments): AccessDocuments => ({
  ...documents,
  organization: { id: "o-exampleorg" },
});
const throughService = {
  "kms:ViaService": VIA_SERVICE,
  "kms:CallerAccount": CLUSTER_ACCOUNT,
  "kms:EncryptionContext:SecretARN": SECRET,
};

const FAR = "eu-west-1";
const FAR_KEY = KEY.replace(REGION, FAR);
const FAR_SECRET = SECRET.replace(REGION, FAR);

/** The secret has a replica in another region, which the reader was granted too. */
function replicated(farStatement: object, farKey: string | null = FAR_KEY): AccessDocuments {
  const secretPolicy = policy(readStatement(ROLE, BILLING));
  const far = readPolicy(FAR_SECRET, FAR_KEY) as { Statement: object[] };
  const there = JSON.parse(JSON.stringify(far).replaceAll(VIA_SERVICE, viaService(FAR)));
  return oneReader({
    policies: [readPolicy(SECRET), there],
    more: {
      keys: [
        { arn: KEY, policy: policy(ownerStatement, decryptStatement(ROLE, SECRET)) },
        { arn: FAR_KEY, policy: policy(ownerStatement, farStatement) },
      ],
      secrets: [
        { arn: SECRET, key: KEY, policy: secretPolicy },
        { arn: FAR_SECRET, key: farKey, policy: secretPolicy },
      ],
      grants: [
        { reader: BILLING, secret: SECRET },
        { reader: BILLING, secret: FAR_SECRET },
      ],
    },
  });
}

function viaService(region: string): string {
  return `secretsmanager.${region}.amazonaws.com`;
}

/** The same in another partition of AWS. */
function inPartition(partition: string, region: string): AccessDocuments {
  const text = JSON.stringify(oneReader()).replaceAll("arn:aws:", `arn:${partition}:`);
  return JSON.parse(text.replaceAll(REGION, region));
}

const notAvailable: KnownDeployment["refuted"] = [["grant-available", SECRET]];
const notBounded: KnownDeployment["refuted"] = [["secret-bounded", SECRET]];
const leaksKey: KnownDeployment["refuted"] = [["key-bounded", KEY]];

/** Policies as different people write them, each right, and wrong in one small thing. */
export const otherHands: KnownDeployment[] = [
  {
    title: "everyone as principal, narrowed to the role's session",
    documents: bySecret({ ArnLike: { "aws:PrincipalArn": [ROLE] }, StringEquals: tags }),
  },
  {
    title: "everyone of the organization as principal, with the reader's tags",
    documents: inOrganization(
      bySecret({ StringEquals: { ...tags, "aws:PrincipalOrgID": "o-exampleorg" } }),
    ),
    // Whoever is of an account of the organization may tag a session of its own; the owner's account among them.
    refuted: [
      ["secret-bounded", SECRET],
      ["read-exclusive", SECRET],
    ],
  },
  {
    title: "everyone of the organization as principal, narrowed to the role's session",
    documents: inOrganization(
      bySecret({
        ArnEquals: { "aws:PrincipalArn": ROLE },
        StringEquals: { ...tags, "aws:PrincipalOrgID": ["o-exampleorg"] },
      }),
    ),
  },
  {
    title: "another organization's id",
    documents: inOrganization(
      bySecret({
        ArnEquals: { "aws:PrincipalArn": ROLE },
        StringEquals: { ...tags, "aws:PrincipalOrgID": "o-another0org" },
      }),
    ),
    refuted: notAvailable,
  },
  {
    title: "the unique id of a role that was made anew, as principal",
    documents: bySecret({ StringEquals: tags }, { AWS: "AROAEXAMPLEEXAMPLE123" }),
    refuted: notAvailable,
  },
  {
    title: "everyone by the key's policy, through the service, narrowed to the role",
    documents: byKey({
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: ["kms:Decrypt"],
      Resource: ["*"],
      Condition: { StringEquals: throughService, ArnLike: { "aws:PrincipalArn": ROLE } },
    }),
  },
  {
    title: "the encryption context by a secret's name and six characters",
    documents: byKey({
      ...decryptStatement(ROLE, SECRET),
      Condition: {
        StringEquals: { "kms:ViaService": VIA_SERVICE },
        StringLike: { "kms:EncryptionContext:SecretARN": SECRET.replace(/.{6}$/, "??????") },
      },
    }),
    refuted: leaksKey,
  },
  {
    title: "the encryption context by StringLike without a wildcard",
    documents: byKey({
      ...decryptStatement(ROLE, SECRET),
      Condition: {
        StringEquals: { "kms:ViaService": [VIA_SERVICE] },
        StringLike: { "kms:EncryptionContext:SecretARN": [SECRET] },
      },
    }),
  },
  {
    title: "the service by its name in every region",
    documents: byKey({
      ...decryptStatement(ROLE, SECRET),
      Condition: {
        StringLike: { "kms:ViaService": "secretsmanager.*.amazonaws.com" },
        StringEquals: { "kms:EncryptionContext:SecretARN": SECRET },
      },
    }),
    refuted: leaksKey,
  },
  {
    title: "grants of the key for services of AWS, to the reader's account",
    documents: byKey(decryptStatement(ROLE, SECRET), {
      Effect: "Allow",
      Principal: root(CLUSTER_ACCOUNT),
      Action: ["kms:CreateGrant"],
      Resource: "*",
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    }),
    refuted: leaksKey,
  },
  {
    title: "tags compared where there are any, of sessions that must have them",
    documents: bySecret(
      {
        StringEqualsIfExists: tags,
        Null: Object.fromEntries(Object.keys(tags).map((key) => [key, "false"])),
      },
      { AWS: ROLE },
    ),
    drop: ["reader-trust"],
    refuted: [["read-exclusive", SECRET]],
  },
  {
    title: "tags compared where there are any, of sessions that must have one of them",
    documents: bySecret(
      {
        StringEqualsIfExists: tags,
        Null: { "aws:PrincipalTag/kubernetes-namespace": false },
      },
      { AWS: ROLE },
    ),
    drop: ["reader-trust"],
    refuted: [
      ["secret-bounded", SECRET],
      ["read-exclusive", SECRET],
    ],
  },
  {
    title: "a Deny of what does not come encrypted",
    documents: denying({ Bool: { "aws:SecureTransport": "false" } }),
  },
  {
    title: "a Deny of what comes encrypted",
    documents: denying({ Bool: { "aws:SecureTransport": true } }),
    refuted: notAvailable,
  },
  {
    title: "a Deny of other organizations, but for services of AWS",
    documents: inOrganization(
      denying({
        StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-exampleorg" },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      }),
    ),
  },
  {
    title: "services of AWS let in",
    documents: oneReader({
      secretPolicy: policy(readStatement(ROLE, BILLING), {
        Effect: "Allow",
        Principal: "*",
        Action: "secretsmanager:GetSecretValue",
        Resource: "*",
        Condition: { Bool: { "aws:PrincipalIsAWSService": "true" } },
      }),
    }),
    refuted: notBounded,
  },
  {
    title: "a Deny of sessions without a second factor, which pods never have",
    documents: denying({ BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } }),
    refuted: notAvailable,
  },
  {
    title: "a grant until some day",
    documents: bySecret(
      { StringEquals: tags, DateLessThan: { "aws:CurrentTime": "2030-01-01T00:00:00Z" } },
      { AWS: ROLE },
    ),
    refuted: notAvailable,
  },
  {
    title: "a role's policy for the secret of whichever namespace the session has",
    documents: oneReader({
      policies: [
        readPolicy(SECRET.replace("billing", variable("aws:PrincipalTag/kubernetes-namespace"))),
        readPolicy(SECRET),
      ],
    }),
    refuted: [["role-contained", ROLE]],
  },
  {
    title: "a role's policy for the secret's ARN, by the tag that the secret has",
    documents: oneReader({
      policies: [tagged("secretsmanager:ResourceTag/team"), readPolicy(SECRET)],
      secretTags: { team: "billing" },
    }),
  },
  {
    title: "a secret's policy for another secret's ARN",
    documents: bySecret({ StringEquals: tags }, { AWS: ROLE }, { Resource: `${SECRET}x` }),
    refuted: notAvailable,
  },
  {
    title: "one statement in no list, with actions in other letters",
    documents: oneReader({
      secretPolicy: {
        Version: "2012-10-17",
        Statement: readStatement(ROLE, BILLING, {
          Action: ["SecretsManager:getsecretvalue", "secretsmanager:DESCRIBESECRET"],
          Resource: SECRET,
        }),
      },
    }),
  },
  {
    title: "an external id demanded of Pod Identity, which gives none beside tags",
    documents: oneReader({
      trust: podTrust(BILLING, { StringLike: { "sts:ExternalId": "*" } }),
    }),
    refuted: notAvailable,
  },
  {
    title: "a session policy beside session tags, which EKS refuses",
    documents: oneReader({
      more: { associations: [{ ...BILLING, roleArn: ROLE, policy: readPolicy(SECRET) }] },
    }),
    refuted: notAvailable,
  },
  {
    title: "a replica with a key of its own region",
    documents: replicated({
      ...decryptStatement(ROLE, FAR_SECRET),
      Condition: {
        StringEquals: {
          "kms:ViaService": viaService(FAR),
          "kms:EncryptionContext:SecretARN": [FAR_SECRET, SECRET],
        },
      },
    }),
  },
  {
    title: "a replica's key through the service of the primary's region",
    documents: replicated(decryptStatement(ROLE, FAR_SECRET)),
    refuted: [
      ["key-bounded", FAR_KEY],
      ["grant-available", FAR_SECRET],
    ],
  },
  {
    title: "a replica with the key of AWS, which no other account may use",
    documents: replicated(
      {
        ...decryptStatement(ROLE, FAR_SECRET),
        Condition: {
          StringEquals: {
            "kms:ViaService": viaService(FAR),
            "kms:EncryptionContext:SecretARN": FAR_SECRET,
          },
        },
      },
      null,
    ),
    refuted: [
      ["key-bounded", FAR_KEY],
      ["role-contained", ROLE],
      ["grant-available", FAR_SECRET],
    ],
  },
  { title: "the partition of China", documents: inPartition("aws-cn", "cn-north-1") },
  {
    title: "the partition of the United States' government",
    documents: inPartition("aws-us-gov", "us-gov-west-1"),
  },
  {
    title: "a role of another partition as principal",
    documents: bySecret({ StringEquals: tags }, { AWS: ROLE.replace("aws", "aws-cn") }),
    refuted: notAvailable,
  },
  {
    title: "the owner's account by its number, which decides for its own principals alone",
    documents: oneReader({
      secretPolicy: policy(readStatement(ROLE, BILLING), {
        Effect: "Allow",
        Principal: { AWS: OWNER },
        Action: "secretsmanager:*",
        Resource: "*",
      }),
    }),
  },
];

function tagged(key: string): object {
  return policy({
    Effect: "Allow",
    Action: READS,
    Resource: [SECRET],
    Condition: { StringEquals: { [key]: "billing" } },
  });
}
