import type { AccessDocuments } from "../../../../proof";
import { variable } from "../../support";
import {
  BILLING,
  CLUSTER_ACCOUNT,
  decryptStatement,
  KEY,
  type KnownDeployment,
  OTHER_SECRET,
  OWNER,
  oneReader,
  ownerStatement,
  PARTNER,
  policy,
  READS,
  REPORTS,
  ROLE,
  readPolicy,
  readStatement,
  SECRET,
  tagsOf,
  VIA_SERVICE,
} from "./deployment";
import { assume } from "./let-in";

const tags = tagsOf("aws:PrincipalTag", BILLING);
const requestTags = tagsOf("aws:RequestTag", BILLING);
const pods = { Service: "pods.eks.amazonaws.com" };
const OPS = `arn:aws:iam::${OWNER}:role/ops`;
const ORGANIZATION = "o-a1b2c3d4e5";

const notBounded: KnownDeployment["refuted"] = [["secret-bounded", SECRET]];
const leaksKey: KnownDeployment["refuted"] = [["key-bounded", KEY]];
const forged: KnownDeployment["refuted"] = [["role-unforgeable", ROLE]];
const open: KnownDeployment["refuted"] = [
  ["secret-bounded", SECRET],
  ["read-exclusive", SECRET],
];

/** Decryption allowed to the role for everything, and denied by conditions. */
const denyingDecryption = (...conditions: object[]) =>
  oneReader({
    keyPolicy: policy(
      ownerStatement,
      { Effect: "Allow", Principal: { AWS: ROLE }, Action: "kms:Decrypt", Resource: "*" },
      ...conditions.map((Condition) => ({
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "kms:*",
        Resource: "*",
        Condition,
      })),
    ),
  });

/** Reads allowed to the role, and denied where a tag is another, by the operator. */
const denyingTags = (operator: string) =>
  oneReader({
    secretPolicy: policy(
      { Effect: "Allow", Principal: { AWS: ROLE }, Action: READS, Resource: "*" },
      ...Object.entries(tags).map(([key, value]) => ({
        Effect: "Deny",
        Principal: "*",
        Action: "*",
        Resource: "*",
        Condition: { [operator]: { [key]: value } },
      })),
    ),
  });

const everybodyWho = (Condition: object) =>
  oneReader({
    secretPolicy: policy(readStatement(ROLE, BILLING), {
      Effect: "Allow",
      Principal: "*",
      Action: READS,
      Resource: "*",
      Condition,
    }),
  });

const trustOf = (...statements: object[]) => oneReader({ trust: policy(...statements) });
const denyingAssumption = (Action: string | string[]) =>
  trustOf(
    { Effect: "Allow", Principal: pods, Action: assume },
    ...Object.entries(requestTags).map(([key, value]) => ({
      Effect: "Deny",
      Principal: "*",
      Action,
      Condition: { StringNotEquals: { [key]: value } },
    })),
  );
const servicesOf = (operator: string) =>
  trustOf({
    Effect: "Allow",
    Principal: "*",
    Action: assume,
    Condition: {
      StringEquals: requestTags,
      [operator]: { "aws:PrincipalServiceNamesList": ["pods.eks.amazonaws.com"] },
    },
  });

/** Two readers have one role; each secret's policy lets in a session by its tags. */
function sharedRole(first: typeof BILLING, second: typeof BILLING): AccessDocuments {
  const trust = [BILLING, REPORTS].map((reader) => ({
    Effect: "Allow",
    Principal: pods,
    Action: assume,
    Condition: { StringEquals: tagsOf("aws:RequestTag", reader) },
  }));
  return oneReader({
    trust: policy(...trust),
    policies: [readPolicy([SECRET, OTHER_SECRET])],
    keyPolicy: policy(ownerStatement, decryptStatement(ROLE, [SECRET, OTHER_SECRET])),
    more: {
      secrets: [
        { arn: SECRET, key: KEY, policy: policy(readStatement(ROLE, first)) },
        { arn: OTHER_SECRET, key: KEY, policy: policy(readStatement(ROLE, second)) },
      ],
      associations: [BILLING, REPORTS].map((reader) => ({ ...reader, roleArn: ROLE })),
      grants: [
        { reader: BILLING, secret: SECRET },
        { reader: REPORTS, secret: OTHER_SECRET },
      ],
    },
  });
}

/** A role of the owner's that both policies name, in an account under control policies. */
function controlledOps(organization: object, statement: object): AccessDocuments {
  const levels = [[policy({ Effect: "Allow", Action: "*", Resource: "*" }, statement)]];
  return oneReader({
    secretPolicy: policy(readStatement(ROLE, BILLING), {
      Effect: "Allow",
      Principal: { AWS: OPS },
      Action: "secretsmanager:GetSecretValue",
      Resource: "*",
    }),
    keyPolicy: policy(ownerStatement, decryptStatement([ROLE, OPS], SECRET)),
    more: {
      organization: {
        id: ORGANIZATION,
        serviceControlPolicies: [{ account: OWNER, levels }],
        ...organization,
      },
    },
  });
}
const onlyBreakGlass = {
  Effect: "Deny",
  Action: "secretsmanager:GetSecretValue",
  Resource: "*",
  Condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/break-glass" } },
};

/** Forms that look alike: of each, one that is shut and one that is open. */
export const openAndShut: KnownDeployment[] = [
  {
    title: "a key's Denies of other contexts, true on missing ones",
    documents: denyingDecryption(
      { StringNotEqualsIfExists: { "kms:EncryptionContext:SecretARN": SECRET } },
      { StringNotEquals: { "kms:ViaService": VIA_SERVICE } },
    ),
  },
  {
    title: "a key's Denies of other contexts, false on missing ones",
    documents: denyingDecryption(
      { "ForAnyValue:StringNotEquals": { "kms:EncryptionContext:SecretARN": SECRET } },
      { StringNotEquals: { "kms:ViaService": VIA_SERVICE } },
    ),
    refuted: leaksKey,
  },
  {
    title: "Denies of other tags",
    documents: denyingTags("StringNotEquals"),
    drop: ["reader-trust"],
    refuted: [["read-exclusive", SECRET]],
  },
  {
    title: "Denies of other tags that pass over missing ones",
    documents: denyingTags("ForAnyValue:StringNotEquals"),
    drop: ["reader-trust"],
    refuted: open,
  },
  {
    title: "Denies of other tags in other letters",
    documents: denyingTags("StringNotEqualsIgnoreCase"),
    drop: ["reader-trust"],
    refuted: open,
  },
  {
    title: "the role's name by variables of its tags, which other conditions pin",
    documents: oneReader({
      secretPolicy: policy(
        readStatement("*", BILLING, {
          Condition: {
            StringEquals: { ...tags, "aws:PrincipalAccount": CLUSTER_ACCOUNT },
            ArnEquals: {
              "aws:PrincipalArn": `arn:aws:iam::*:role/pods/${variable("aws:PrincipalTag/kubernetes-namespace")}-${variable("aws:PrincipalTag/kubernetes-service-account")}`,
            },
          },
        }),
      ),
    }),
  },
  {
    title: "the role's name by variables of its tags, which may then be others",
    documents: everybodyWho({
      StringEquals: { "aws:PrincipalAccount": CLUSTER_ACCOUNT },
      ArnEquals: {
        "aws:PrincipalArn": `arn:aws:iam::*:role/pods/${variable("aws:PrincipalTag/kubernetes-namespace")}`,
      },
    }),
    refuted: notBounded,
  },
  {
    title: "addresses within a range and outside a wider one",
    documents: everybodyWho({
      IpAddress: { "aws:SourceIp": "10.0.0.0/8" },
      NotIpAddress: { "aws:SourceIp": "10.0.0.0/7" },
    }),
  },
  {
    title: "addresses within a range and outside a narrower one",
    documents: everybodyWho({
      IpAddress: { "aws:SourceIp": "10.0.0.0/8" },
      NotIpAddress: { "aws:SourceIp": "10.0.0.0/9" },
    }),
    refuted: open,
  },
  {
    title: "a second factor that is there and is not",
    documents: everybodyWho({
      Bool: { "aws:MultiFactorAuthPresent": "true" },
      BoolIfExists: { "aws:MultiFactorAuthPresent": "false" },
    }),
  },
  { title: "a trust's Denies of both actions", documents: denyingAssumption(assume) },
  {
    title: "a trust's Denies of one action",
    documents: denyingAssumption("sts:AssumeRole"),
    refuted: forged,
  },
  {
    title: "a trust by one of the service's names",
    documents: servicesOf("ForAnyValue:StringEquals"),
  },
  {
    title: "a trust by all of the service's names, of which others have none",
    documents: servicesOf("ForAllValues:StringEquals"),
    refuted: [...forged, ["read-exclusive", SECRET]],
  },
  { title: "two readers of one role, told apart by tags", documents: sharedRole(BILLING, REPORTS) },
  {
    title: "two readers of one role, taken for one another",
    documents: sharedRole(REPORTS, BILLING),
    refuted: (["secret-bounded", "grant-available", "read-exclusive"] as const).flatMap((claim) =>
      [SECRET, OTHER_SECRET].map((secret): [typeof claim, string] => [claim, secret]),
    ),
  },
  {
    title: "a role of the owner's that a control policy denies",
    documents: controlledOps({}, onlyBreakGlass),
  },
  {
    title:
      "a role of the owner's that a control policy would deny, were it not the management account",
    documents: controlledOps({ managementAccount: OWNER }, onlyBreakGlass),
    refuted: [["read-exclusive", SECRET]],
  },
  {
    title: "a partner in the secret's policy, whom the key does not know",
    documents: oneReader({
      secretPolicy: policy(readStatement(ROLE, BILLING), {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${PARTNER}:role/reader` },
        Action: READS,
        Resource: "*",
      }),
    }),
    refuted: notBounded,
  },
];
