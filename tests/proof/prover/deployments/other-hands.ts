import type { AccessDocuments } from "../../pods";
import { allow, allowTo } from "../../statements";
import { variable } from "../../support";
import * as the from "./deployment";
import {
  decryptStatement,
  known,
  named,
  one,
  oneReader,
  ownerStatement,
  podTrust,
  policy,
  readPolicy,
  readStatement,
  root,
  tagsOf,
  without,
} from "./deployment";

const tags = tagsOf("aws:PrincipalTag", the.BILLING);
const bySecret = (Condition: object, Principal: unknown = "*", more: object = {}) =>
  oneReader({
    secretPolicy: policy({
      Effect: "Allow",
      Principal,
      Action: the.READS,
      Resource: "*",
      Condition,
      ...more,
    }),
  });
const byKey = (...statements: object[]) =>
  oneReader({ keyPolicy: policy(ownerStatement, ...statements) });
const denying = (Condition: object, more: object = {}) =>
  oneReader({
    secretAlso: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "secretsmanager:*",
        Resource: "*",
        Condition,
        ...more,
      },
    ],
  });
const inOrganization = (documents: AccessDocuments): AccessDocuments => ({
  ...documents,
  organization: { id: "o-exampleorg" },
});
const throughService = {
  "kms:ViaService": the.VIA_SERVICE,
  "kms:CallerAccount": the.CLUSTER_ACCOUNT,
  "kms:EncryptionContext:SecretARN": the.SECRET,
};

const FAR = "eu-west-1";
const FAR_KEY = the.KEY.replace(the.REGION, FAR);
const FAR_SECRET = the.SECRET.replace(the.REGION, FAR);

/** The secret has a replica in another region, which the reader may read too. */
function replicated(farStatement: object, farKey: string | null = FAR_KEY): AccessDocuments {
  const secretPolicy = policy(readStatement(the.ROLE, the.BILLING));
  const far = readPolicy(FAR_SECRET, FAR_KEY) as { Statement: object[] };
  const there = JSON.parse(JSON.stringify(far).replaceAll(the.VIA_SERVICE, viaService(FAR)));
  return oneReader({
    policiesAlso: [there],
    more: {
      keys: [
        { arn: the.KEY, policy: policy(ownerStatement, decryptStatement(the.ROLE, the.SECRET)) },
        { arn: FAR_KEY, policy: policy(ownerStatement, farStatement) },
      ],
      secrets: [
        { arn: the.SECRET, key: the.KEY, policy: secretPolicy },
        { arn: FAR_SECRET, key: farKey, policy: secretPolicy },
      ],
      grants: [
        { reader: the.BILLING, secret: the.SECRET },
        { reader: the.BILLING, secret: FAR_SECRET },
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
  return JSON.parse(text.replaceAll(the.REGION, region));
}

/** Policies in the styles of different people. Each is tried as it should be, and with one small mistake. */
export const otherHands = named({
  "everyone as principal, narrowed to the role's session": known(
    bySecret({ ArnLike: { "aws:PrincipalArn": [the.ROLE] }, StringEquals: tags }),
  ),
  // Everyone in an account of the organization can tag a session of their own, also in the owner's account.
  "everyone of the organization as principal, with the reader's tags": known(
    "secret-bounded read-exclusive",
    inOrganization(bySecret({ StringEquals: { ...tags, "aws:PrincipalOrgID": "o-exampleorg" } })),
  ),
  "everyone of the organization as principal, narrowed to the role's session": known(
    inOrganization(
      bySecret({
        ArnEquals: { "aws:PrincipalArn": the.ROLE },
        StringEquals: { ...tags, "aws:PrincipalOrgID": ["o-exampleorg"] },
      }),
    ),
  ),
  "another organization's id": known(
    "grant-available",
    inOrganization(
      bySecret({
        ArnEquals: { "aws:PrincipalArn": the.ROLE },
        StringEquals: { ...tags, "aws:PrincipalOrgID": "o-another0org" },
      }),
    ),
  ),
  "the unique id of a role that was made anew, as principal": known(
    "grant-available",
    bySecret({ StringEquals: tags }, { AWS: "AROAEXAMPLEEXAMPLE123" }),
  ),
  "everyone by the key's policy, through the service, narrowed to the role": known(
    byKey({
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: ["kms:Decrypt"],
      Resource: ["*"],
      Condition: { StringEquals: throughService, ArnLike: { "aws:PrincipalArn": the.ROLE } },
    }),
  ),
  "the encryption context by a secret's name and six characters": known(
    "key-bounded",
    byKey({
      ...decryptStatement(the.ROLE, the.SECRET),
      Condition: {
        StringEquals: { "kms:ViaService": the.VIA_SERVICE },
        StringLike: { "kms:EncryptionContext:SecretARN": the.SECRET.replace(/.{6}$/, "??????") },
      },
    }),
  ),
  "the encryption context by StringLike without a wildcard": known(
    byKey({
      ...decryptStatement(the.ROLE, the.SECRET),
      Condition: {
        StringEquals: { "kms:ViaService": [the.VIA_SERVICE] },
        StringLike: { "kms:EncryptionContext:SecretARN": [the.SECRET] },
      },
    }),
  ),
  "the service by its name in every region": known(
    "key-bounded",
    byKey({
      ...decryptStatement(the.ROLE, the.SECRET),
      Condition: {
        StringLike: { "kms:ViaService": "secretsmanager.*.amazonaws.com" },
        StringEquals: { "kms:EncryptionContext:SecretARN": the.SECRET },
      },
    }),
  ),
  "grants of the key for services of AWS, to the reader's account": known(
    "key-bounded",
    byKey(
      decryptStatement(the.ROLE, the.SECRET),
      allowTo(root(the.CLUSTER_ACCOUNT), ["kms:CreateGrant"], {
        Bool: { "kms:GrantIsForAWSResource": "true" },
      }),
    ),
  ),
  "tags compared where there are any, of sessions that must have them": without(
    "reader-trust",
    known(
      "read-exclusive",
      bySecret(
        {
          StringEqualsIfExists: tags,
          Null: Object.fromEntries(Object.keys(tags).map((key) => [key, "false"])),
        },
        { AWS: the.ROLE },
      ),
    ),
  ),
  "tags compared where there are any, of sessions that must have one of them": without(
    "reader-trust",
    known(
      "secret-bounded read-exclusive",
      bySecret(
        { StringEqualsIfExists: tags, Null: { "aws:PrincipalTag/kubernetes-namespace": false } },
        { AWS: the.ROLE },
      ),
    ),
  ),
  "a Deny of what does not come encrypted": known(
    denying({ Bool: { "aws:SecureTransport": "false" } }),
  ),
  "a Deny of what comes encrypted": known(
    "grant-available",
    denying({ Bool: { "aws:SecureTransport": true } }),
  ),
  "a Deny of other organizations, but for services of AWS": known(
    inOrganization(
      denying({
        StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-exampleorg" },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      }),
    ),
  ),
  "services of AWS let in": one("secret-bounded", {
    secretAlso: [
      allowTo("*", "secretsmanager:GetSecretValue", {
        Bool: { "aws:PrincipalIsAWSService": "true" },
      }),
    ],
  }),
  "a Deny of sessions without a second factor, which pods never have": known(
    "grant-available",
    denying({ BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } }),
  ),
  "a grant until some day": known(
    "grant-available",
    bySecret(
      { StringEquals: tags, DateLessThan: { "aws:CurrentTime": "2030-01-01T00:00:00Z" } },
      { AWS: the.ROLE },
    ),
  ),
  "a role's policy for the secret of whichever namespace the session has": one("role-contained", {
    policies: [
      readPolicy(the.SECRET.replace("billing", variable("aws:PrincipalTag/kubernetes-namespace"))),
      readPolicy(the.SECRET),
    ],
  }),
  "a role's policy for the secret's ARN, by the tag that the secret has": one({
    policies: [tagged("secretsmanager:ResourceTag/team"), readPolicy(the.SECRET)],
    secretTags: { team: "billing" },
  }),
  "a secret's policy for another secret's ARN": known(
    "grant-available",
    bySecret({ StringEquals: tags }, { AWS: the.ROLE }, { Resource: `${the.SECRET}x` }),
  ),
  "one statement in no list, with actions in other letters": one({
    secretPolicy: {
      Version: "2012-10-17",
      Statement: readStatement(the.ROLE, the.BILLING, {
        Action: ["SecretsManager:getsecretvalue", "secretsmanager:DESCRIBESECRET"],
        Resource: the.SECRET,
      }),
    },
  }),
  "an external id demanded of Pod Identity, which gives none beside tags": one("grant-available", {
    trust: podTrust(the.BILLING, { StringLike: { "sts:ExternalId": "*" } }),
  }),
  "a session policy beside session tags, which EKS refuses": one("grant-available", {
    more: { associations: [{ ...the.BILLING, roleArn: the.ROLE, policy: readPolicy(the.SECRET) }] },
  }),
  "a replica with a key of its own region": known(
    replicated({
      ...decryptStatement(the.ROLE, FAR_SECRET),
      Condition: {
        StringEquals: {
          "kms:ViaService": viaService(FAR),
          "kms:EncryptionContext:SecretARN": [FAR_SECRET, the.SECRET],
        },
      },
    }),
  ),
  "a replica's key through the service of the primary's region": known(
    `key-bounded:${FAR_KEY} grant-available:${FAR_SECRET}`,
    replicated(decryptStatement(the.ROLE, FAR_SECRET)),
  ),
  "a replica with the key of AWS, which no other account may use": known(
    `key-bounded:${FAR_KEY} role-contained grant-available:${FAR_SECRET}`,
    replicated(
      {
        ...decryptStatement(the.ROLE, FAR_SECRET),
        Condition: {
          StringEquals: {
            "kms:ViaService": viaService(FAR),
            "kms:EncryptionContext:SecretARN": FAR_SECRET,
          },
        },
      },
      null,
    ),
  ),
  "the partition of China": known(inPartition("aws-cn", "cn-north-1")),
  "the partition of the United States' government": known(
    inPartition("aws-us-gov", "us-gov-west-1"),
  ),
  "a role of another partition as principal": known(
    "grant-available",
    bySecret({ StringEquals: tags }, { AWS: the.ROLE.replace("aws", "aws-cn") }),
  ),
  "the owner's account by its number, which decides for its own principals alone": one({
    secretAlso: [allowTo({ AWS: the.OWNER }, "secretsmanager:*")],
  }),
});

function tagged(key: string): object {
  return policy(allow(the.READS, [the.SECRET], { StringEquals: { [key]: "billing" } }));
}
