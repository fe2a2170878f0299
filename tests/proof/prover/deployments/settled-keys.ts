import type { RoleDocuments } from "../../../../proof";
import { variable } from "../../support";
import {
  AUDITOR,
  ec2Trust,
  type KnownDeployment,
  OWNER,
  oneReader,
  policy,
  READS,
  REGION,
  root,
  SECRET,
} from "./deployment";

const ownRole = (name: string) => `arn:aws:iam::${OWNER}:role/${name}`;
const [FIRST, SECOND] = [ownRole("first"), ownRole("second")];
const trusting = (Principal: object, Action: unknown = "sts:AssumeRole", more: object = {}) =>
  policy({ Effect: "Allow", Principal, Action, ...more });
const deleted = trusting({ AWS: "AROAEXAMPLEDELETED123" });

/** A role of the owner's account that reads under these conditions, and who may become it. */
function auditor({
  decrypts = {},
  reads = {},
  roles = [],
  trust = ec2Trust,
}: {
  reads?: object;
  decrypts?: object;
  trust?: object;
  roles?: RoleDocuments[];
}): KnownDeployment["documents"] {
  const own = oneReader();
  const allow = (Action: unknown, Condition: object) => ({
    ...{ Effect: "Allow", Action, Resource: "*", Condition },
  });
  const policies = [policy(allow(READS, reads), allow("kms:Decrypt", decrypts))];
  return { ...own, roles: [...(own.roles ?? []), { arn: AUDITOR, trust, policies }, ...roles] };
}

const PARAMETER = `arn:aws:ssm:${REGION}:${OWNER}:parameter/billing/db/password`;

/** A parameter, and a role that may read what is below a path. */
function byPath(path: string, recursive: string): KnownDeployment["documents"] {
  const statement = {
    Effect: "Allow",
    Action: "ssm:GetParametersByPath",
    Resource: `arn:aws:ssm:${REGION}:${OWNER}:parameter${path}`,
    Condition: { StringEquals: { "ssm:Recursive": recursive } },
  };
  return {
    parameters: [{ arn: PARAMETER }],
    roles: [{ arn: AUDITOR, trust: ec2Trust, policies: [policy(statement)] }],
  };
}

const read: Pick<KnownDeployment, "refuted"> = { refuted: [["read-exclusive", SECRET]] };
const equals = (key: string, value: string) => ({ StringEquals: { [key]: value } });

/** From role to role, each with the tag of the one before. */
const tagged = (maker: string) =>
  trusting({ AWS: maker }, ["sts:AssumeRole", "sts:TagSession"], {
    Condition: {
      StringEqualsIfExists: { "aws:RequestTag/team": variable("aws:PrincipalTag/team") },
    },
  });
const chain = (tags: Record<string, string>) =>
  auditor({
    reads: equals("aws:PrincipalTag/team", "audit"),
    trust: tagged(FIRST),
    roles: [
      { arn: FIRST, trust: tagged(SECOND) },
      { arn: SECOND, trust: ec2Trust, tags },
    ],
  });
const identified = (Action: unknown, more: object = {}) =>
  auditor({
    reads: equals("aws:SourceIdentity", "alice"),
    trust: trusting(root(OWNER), Action, more),
  });
const SET_IDENTITY = ["sts:AssumeRole", "sts:SetSourceIdentity"];
const federated = (provider: string, trust = provider) =>
  auditor({
    reads: equals("aws:FederatedProvider", provider),
    trust: trusting({ Federated: trust }, "sts:AssumeRoleWithWebIdentity"),
  });
const oidc = (host: string) => `arn:aws:iam::${OWNER}:oidc-provider/${host}`;
const instance = `arn:aws:ec2:${REGION}:${OWNER}:instance/i-0123456789abcdef0`;
const before = { "aws:CurrentTime": "2026-01-01T00:00:00Z" };

/** Condition keys that resource, trust or another key fixes, or rules out. */
export const settledKeys: KnownDeployment[] = [
  {
    title: "roles made by roles, the first of which nobody can become",
    documents: auditor({
      trust: trusting({ AWS: FIRST }),
      roles: [
        { arn: FIRST, trust: trusting({ AWS: SECOND }) },
        { arn: SECOND, trust: deleted },
      ],
    }),
  },
  {
    title: "roles made by roles, the first of which instances become",
    documents: auditor({
      trust: trusting({ AWS: FIRST }),
      roles: [
        { arn: FIRST, trust: trusting({ AWS: SECOND }) },
        { arn: SECOND, trust: ec2Trust },
      ],
    }),
    ...read,
  },
  { title: "a tag that nobody has at the beginning of a chain of roles", documents: chain({}) },
  {
    title: "a tag of the first role of a chain",
    documents: chain({ team: "audit" }),
    ...read,
  },
  {
    title: "a source identity that nobody may set",
    documents: identified("sts:AssumeRole"),
  },
  { title: "a source identity that anyone may set", documents: identified(SET_IDENTITY), ...read },
  {
    title: "a source identity where the trust lets in another one",
    documents: identified(SET_IDENTITY, {
      Condition: equals("sts:SourceIdentity", "bob"),
    }),
  },
  {
    title: "a source identity of the role before, which the next one does not let on",
    documents: auditor({
      reads: equals("aws:SourceIdentity", "alice"),
      trust: trusting({ AWS: FIRST }),
      roles: [{ arn: FIRST, trust: trusting(root(OWNER), SET_IDENTITY) }],
    }),
  },
  {
    title: "a source identity of the role before, which the next one lets on",
    documents: auditor({
      reads: equals("aws:SourceIdentity", "alice"),
      trust: trusting({ AWS: FIRST }, SET_IDENTITY),
      roles: [{ arn: FIRST, trust: trusting(root(OWNER), SET_IDENTITY) }],
    }),
    ...read,
  },
  {
    title: "a key of several regions, which the secret's is not",
    documents: auditor({ decrypts: { Bool: { "kms:MultiRegion": "true" } } }),
  },
  {
    title: "a key of one region",
    documents: auditor({ decrypts: { Bool: { "kms:MultiRegion": "false" } } }),
    ...read,
  },
  {
    title: "a key that signs",
    documents: auditor({ decrypts: equals("kms:KeyUsage", "SIGN_VERIFY") }),
  },
  {
    title: "a key that encrypts",
    documents: auditor({ decrypts: equals("kms:KeyUsage", "ENCRYPT_DECRYPT") }),
    ...read,
  },
  {
    title: "an asymmetric key",
    documents: auditor({ decrypts: equals("kms:KeySpec", "RSA_2048") }),
  },
  {
    title: "a symmetric key",
    documents: auditor({ decrypts: equals("kms:KeySpec", "SYMMETRIC_DEFAULT") }),
    ...read,
  },
  {
    title: "the id of another secret",
    documents: auditor({ reads: equals("secretsmanager:SecretId", "reports/db") }),
  },
  {
    title: "the secret's name as its id",
    documents: auditor({ reads: equals("secretsmanager:SecretId", "billing/db") }),
    ...read,
  },
  {
    title: "the secret's ARN as its id",
    documents: auditor({ reads: equals("secretsmanager:SecretId", SECRET) }),
    ...read,
  },
  {
    title: "a provider of identities, which vouches for no instance",
    documents: auditor({ reads: equals("aws:FederatedProvider", "accounts.google.com") }),
  },
  {
    title: "a provider of identities whom the trust names",
    documents: federated("accounts.google.com"),
    ...read,
  },
  {
    title: "a provider of identities where the trust names another one",
    documents: federated("accounts.google.com", "graph.facebook.com"),
  },
  {
    title: "an OIDC provider where the trust names another one",
    documents: federated(oidc("example.com"), oidc("example.org")),
  },
  {
    title: "an OIDC provider whom the trust names",
    documents: federated(oidc("example.com")),
    ...read,
  },
  {
    title: "an instance, which does not become the role of a function",
    documents: auditor({
      reads: { ArnEquals: { "ec2:SourceInstanceARN": instance } },
      trust: trusting({ Service: "lambda.amazonaws.com" }),
    }),
  },
  {
    title: "an instance, which becomes the role",
    documents: auditor({ reads: { ArnEquals: { "ec2:SourceInstanceARN": instance } } }),
    ...read,
  },
  {
    title: "a time before a year and after it, by two keys",
    documents: auditor({
      reads: {
        DateLessThan: before,
        NumericGreaterThan: { "aws:EpochTime": "1798761600" },
      },
    }),
  },
  {
    title: "a time before a year and after the one before, by two keys",
    documents: auditor({
      reads: {
        DateLessThan: before,
        NumericGreaterThan: { "aws:EpochTime": "1735689600" },
      },
    }),
    ...read,
  },
  {
    title: "a time before a year and after it, by two keys as dates",
    documents: auditor({
      reads: { DateLessThan: before, DateGreaterThan: { "aws:EpochTime": "2027-01-01" } },
    }),
  },
  {
    title: "an endpoint through which the service does not decrypt",
    documents: auditor({ decrypts: equals("aws:SourceVpce", "vpce-0a1b2c3d") }),
  },
  {
    title: "an endpoint through which the read comes",
    documents: auditor({ reads: equals("aws:SourceVpce", "vpce-0a1b2c3d") }),
    ...read,
  },
  {
    title: "the age of a second factor that is not there",
    documents: auditor({
      reads: {
        NumericLessThan: { "aws:MultiFactorAuthAge": "3600" },
        BoolIfExists: { "aws:MultiFactorAuthPresent": "false" },
      },
    }),
  },
  {
    title: "the age of a second factor",
    documents: auditor({
      reads: {
        NumericLessThan: { "aws:MultiFactorAuthAge": "3600" },
        Bool: { "aws:MultiFactorAuthPresent": "true" },
      },
    }),
    ...read,
  },
  {
    title: "a path two levels above, of which only the first may be read",
    documents: byPath("/billing", "false"),
  },
  {
    title: "a path two levels above, of which all may be read",
    documents: byPath("/billing", "true"),
    refuted: [["read-exclusive", PARAMETER]],
  },
  {
    title: "a path right above",
    documents: byPath("/billing/db", "false"),
    refuted: [["read-exclusive", PARAMETER]],
  },
];
