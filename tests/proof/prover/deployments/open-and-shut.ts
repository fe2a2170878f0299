import type { AccessDocuments } from "../../pods";
import { allow, allowTo, deny, denyTo, trusts } from "../../statements";
import { variable } from "../../support";
import * as the from "./deployment";
import {
  decryptStatement,
  known,
  knownOf,
  named,
  one,
  oneReader,
  ownerStatement,
  policy,
  readPolicy,
  readStatement,
  tagsOf,
  without,
} from "./deployment";
import { assume } from "./let-in";

const tags = tagsOf("aws:PrincipalTag", the.BILLING);
const requestTags = tagsOf("aws:RequestTag", the.BILLING);
const pods = { Service: "pods.eks.amazonaws.com" };
const OPS = `arn:aws:iam::${the.OWNER}:role/ops`;
const ORGANIZATION = "o-a1b2c3d4e5";

/** The role may decrypt everything, with Denies under these conditions. */
const denyingDecryption = knownOf((...conditions: object[]) =>
  oneReader({
    keyPolicy: policy(
      ownerStatement,
      allowTo({ AWS: the.ROLE }, "kms:Decrypt"),
      ...conditions.map((Condition) => denyTo({ AWS: "*" }, "kms:*", Condition)),
    ),
  }),
);

/** The role may read, unless a tag differs by this operator. */
const denyingTags = (operator: string) =>
  oneReader({
    secretPolicy: policy(
      allowTo({ AWS: the.ROLE }, the.READS),
      ...Object.entries(tags).map(([key, value]) =>
        denyTo("*", "*", { [operator]: { [key]: value } }),
      ),
    ),
  });

const everybodyWho = knownOf((Condition: object) =>
  oneReader({ secretAlso: [allowTo("*", the.READS, Condition)] }),
);

const trustOf = (...statements: object[]) => oneReader({ trust: policy(...statements) });
const denyingAssumption = (Action: string | string[]) =>
  trustOf(
    trusts(pods, assume),
    ...Object.entries(requestTags).map(([key, value]) => ({
      Effect: "Deny",
      Principal: "*",
      Action,
      Condition: { StringNotEquals: { [key]: value } },
    })),
  );
const servicesOf = (operator: string) =>
  trustOf(
    trusts("*", assume, {
      StringEquals: requestTags,
      [operator]: { "aws:PrincipalServiceNamesList": ["pods.eks.amazonaws.com"] },
    }),
  );

/** Two readers with the same role. Each secret's policy admits a session by its tags. */
function sharedRole(first: typeof the.BILLING, second: typeof the.BILLING): AccessDocuments {
  const trust = [the.BILLING, the.REPORTS].map((reader) =>
    trusts(pods, assume, { StringEquals: tagsOf("aws:RequestTag", reader) }),
  );
  return oneReader({
    trust: policy(...trust),
    policies: [readPolicy([the.SECRET, the.OTHER_SECRET])],
    keyPolicy: policy(ownerStatement, decryptStatement(the.ROLE, [the.SECRET, the.OTHER_SECRET])),
    more: {
      secrets: [
        { arn: the.SECRET, key: the.KEY, policy: policy(readStatement(the.ROLE, first)) },
        { arn: the.OTHER_SECRET, key: the.KEY, policy: policy(readStatement(the.ROLE, second)) },
      ],
      associations: [the.BILLING, the.REPORTS].map((reader) => ({ ...reader, roleArn: the.ROLE })),
      grants: [
        { reader: the.BILLING, secret: the.SECRET },
        { reader: the.REPORTS, secret: the.OTHER_SECRET },
      ],
    },
  });
}

/** A role of the owner's account that both policies name. Control policies apply to the account. */
function controlledOps(organization: object, statement: object): AccessDocuments {
  const levels = [[policy(allow("*"), statement)]];
  return oneReader({
    secretAlso: [allowTo({ AWS: OPS }, "secretsmanager:GetSecretValue")],
    keyPolicy: policy(ownerStatement, decryptStatement([the.ROLE, OPS], the.SECRET)),
    more: {
      organization: {
        id: ORGANIZATION,
        serviceControlPolicies: [{ account: the.OWNER, levels }],
        ...organization,
      },
    },
  });
}
const onlyBreakGlass = deny("secretsmanager:GetSecretValue", "*", {
  ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/break-glass" },
});

/** Forms that look alike. One of each pair is closed, and the other is open. */
export const openAndShut = named({
  "a key's Denies of other contexts, true on missing ones": denyingDecryption(
    { StringNotEqualsIfExists: { "kms:EncryptionContext:SecretARN": the.SECRET } },
    { StringNotEquals: { "kms:ViaService": the.VIA_SERVICE } },
  ),
  "a key's Denies of other contexts, false on missing ones": denyingDecryption(
    "key-bounded",
    { "ForAnyValue:StringNotEquals": { "kms:EncryptionContext:SecretARN": the.SECRET } },
    { StringNotEquals: { "kms:ViaService": the.VIA_SERVICE } },
  ),
  "Denies of other tags": without(
    "reader-trust",
    known("read-exclusive", denyingTags("StringNotEquals")),
  ),
  "Denies of other tags that pass over missing ones": without(
    "reader-trust",
    known("secret-bounded read-exclusive", denyingTags("ForAnyValue:StringNotEquals")),
  ),
  "Denies of other tags in other letters": without(
    "reader-trust",
    known("secret-bounded read-exclusive", denyingTags("StringNotEqualsIgnoreCase")),
  ),
  "the role's name by variables of its tags, which other conditions pin": one({
    secretPolicy: policy(
      readStatement("*", the.BILLING, {
        Condition: {
          StringEquals: { ...tags, "aws:PrincipalAccount": the.CLUSTER_ACCOUNT },
          ArnEquals: {
            "aws:PrincipalArn": `arn:aws:iam::*:role/pods/${variable("aws:PrincipalTag/kubernetes-namespace")}-${variable("aws:PrincipalTag/kubernetes-service-account")}`,
          },
        },
      }),
    ),
  }),
  "the role's name by variables of its tags, which may then be others": everybodyWho(
    "secret-bounded",
    {
      StringEquals: { "aws:PrincipalAccount": the.CLUSTER_ACCOUNT },
      ArnEquals: {
        "aws:PrincipalArn": `arn:aws:iam::*:role/pods/${variable("aws:PrincipalTag/kubernetes-namespace")}`,
      },
    },
  ),
  "addresses within a range and outside a wider one": everybodyWho({
    IpAddress: { "aws:SourceIp": "10.0.0.0/8" },
    NotIpAddress: { "aws:SourceIp": "10.0.0.0/7" },
  }),
  "addresses within a range and outside a narrower one": everybodyWho(
    "secret-bounded read-exclusive",
    { IpAddress: { "aws:SourceIp": "10.0.0.0/8" }, NotIpAddress: { "aws:SourceIp": "10.0.0.0/9" } },
  ),
  "a second factor that is there and is not": everybodyWho({
    Bool: { "aws:MultiFactorAuthPresent": "true" },
    BoolIfExists: { "aws:MultiFactorAuthPresent": "false" },
  }),
  "a trust's Denies of both actions": known(denyingAssumption(assume)),
  "a trust's Denies of one action": known("role-unforgeable", denyingAssumption("sts:AssumeRole")),
  "a trust by one of the service's names": known(servicesOf("ForAnyValue:StringEquals")),
  "a trust by all of the service's names, of which others have none": known(
    "role-unforgeable read-exclusive",
    servicesOf("ForAllValues:StringEquals"),
  ),
  "two readers of one role, told apart by tags": known(sharedRole(the.BILLING, the.REPORTS)),
  "two readers of one role, taken for one another": known(
    ["secret-bounded", "grant-available", "read-exclusive"]
      .map((claim) => `${claim} ${claim}:${the.OTHER_SECRET}`)
      .join(" "),
    sharedRole(the.REPORTS, the.BILLING),
  ),
  "a role of the owner's that a control policy denies": known(controlledOps({}, onlyBreakGlass)),
  "a role of the owner's that a control policy would deny, were it not the management account":
    known("read-exclusive", controlledOps({ managementAccount: the.OWNER }, onlyBreakGlass)),
  "a partner in the secret's policy, whom the key does not know": one("secret-bounded", {
    secretAlso: [allowTo({ AWS: `arn:aws:iam::${the.PARTNER}:role/reader` }, the.READS)],
  }),
});
