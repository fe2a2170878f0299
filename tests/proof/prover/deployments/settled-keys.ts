import type { RoleDocuments } from "../../../../proof";
import { variable } from "../../support";
import * as the from "./deployment";
import {
  ec2Trust,
  type KnownDeployment,
  known,
  knownOf,
  named,
  oneReader,
  policy,
  root,
} from "./deployment";

const ownRole = (name: string) => `arn:aws:iam::${the.OWNER}:role/${name}`;
const [FIRST, SECOND] = [ownRole("first"), ownRole("second")];
const trusting = (Principal: object, Action: unknown = "sts:AssumeRole", more: object = {}) =>
  policy({ Effect: "Allow", Principal, Action, ...more });
const deleted = trusting({ AWS: "AROAEXAMPLEDELETED123" });

/** A role of the owner's account that reads under these conditions, and those who may assume it. */
const withAuditor = ({
  decrypts = {},
  reads = {},
  roles = [],
  trust = ec2Trust,
}: {
  reads?: object;
  decrypts?: object;
  trust?: object;
  roles?: RoleDocuments[];
}) => {
  const own = oneReader();
  const allow = (Action: unknown, Condition: object) => ({
    ...{ Effect: "Allow", Action, Resource: "*", Condition },
  });
  const policies = [policy(allow(the.READS, reads), allow("kms:Decrypt", decrypts))];
  return { ...own, roles: [...(own.roles ?? []), { arn: the.AUDITOR, trust, policies }, ...roles] };
};

const auditor = knownOf(withAuditor);

const PARAMETER = `arn:aws:ssm:${the.REGION}:${the.OWNER}:parameter/billing/db/password`;

/** A parameter, and a role that may read everything below a path. */
function byPath(path: string, recursive: string): KnownDeployment["documents"] {
  const statement = {
    Effect: "Allow",
    Action: "ssm:GetParametersByPath",
    Resource: `arn:aws:ssm:${the.REGION}:${the.OWNER}:parameter${path}`,
    Condition: { StringEquals: { "ssm:Recursive": recursive } },
  };
  return {
    parameters: [{ arn: PARAMETER }],
    roles: [{ arn: the.AUDITOR, trust: ec2Trust, policies: [policy(statement)] }],
  };
}
const equals = (key: string, value: string) => ({ StringEquals: { [key]: value } });

/** Trusts the role before, and passes on its tag. */
const tagged = (maker: string) =>
  trusting({ AWS: maker }, ["sts:AssumeRole", "sts:TagSession"], {
    Condition: {
      StringEqualsIfExists: { "aws:RequestTag/team": variable("aws:PrincipalTag/team") },
    },
  });
const chain = (tags: Record<string, string>) =>
  withAuditor({
    reads: equals("aws:PrincipalTag/team", "audit"),
    trust: tagged(FIRST),
    roles: [
      { arn: FIRST, trust: tagged(SECOND) },
      { arn: SECOND, trust: ec2Trust, tags },
    ],
  });
const identified = (Action: unknown, more: object = {}) =>
  withAuditor({
    reads: equals("aws:SourceIdentity", "alice"),
    trust: trusting(root(the.OWNER), Action, more),
  });
const SET_IDENTITY = ["sts:AssumeRole", "sts:SetSourceIdentity"];
const federated = (provider: string, trust = provider) =>
  withAuditor({
    reads: equals("aws:FederatedProvider", provider),
    trust: trusting({ Federated: trust }, "sts:AssumeRoleWithWebIdentity"),
  });
const oidc = (host: string) => `arn:aws:iam::${the.OWNER}:oidc-provider/${host}`;
const instance = `arn:aws:ec2:${the.REGION}:${the.OWNER}:instance/i-0123456789abcdef0`;
const before = { "aws:CurrentTime": "2026-01-01T00:00:00Z" };

/** Condition keys that the resource, the trust policy or another key fixes or rules out. */
export const settledKeys = named({
  "roles made by roles, the first of which nobody can become": auditor({
    trust: trusting({ AWS: FIRST }),
    roles: [
      { arn: FIRST, trust: trusting({ AWS: SECOND }) },
      { arn: SECOND, trust: deleted },
    ],
  }),
  "roles made by roles, the first of which instances become": auditor("read-exclusive", {
    trust: trusting({ AWS: FIRST }),
    roles: [
      { arn: FIRST, trust: trusting({ AWS: SECOND }) },
      { arn: SECOND, trust: ec2Trust },
    ],
  }),
  "a tag that nobody has at the beginning of a chain of roles": known(chain({})),
  "a tag of the first role of a chain": known("read-exclusive", chain({ team: "audit" })),
  "a source identity that nobody may set": known(identified("sts:AssumeRole")),
  "a source identity that anyone may set": known("read-exclusive", identified(SET_IDENTITY)),
  "a source identity where the trust lets in another one": known(
    identified(SET_IDENTITY, { Condition: equals("sts:SourceIdentity", "bob") }),
  ),
  "a source identity of the role before, which the next one does not let on": auditor({
    reads: equals("aws:SourceIdentity", "alice"),
    trust: trusting({ AWS: FIRST }),
    roles: [{ arn: FIRST, trust: trusting(root(the.OWNER), SET_IDENTITY) }],
  }),
  "a source identity of the role before, which the next one lets on": auditor("read-exclusive", {
    reads: equals("aws:SourceIdentity", "alice"),
    trust: trusting({ AWS: FIRST }, SET_IDENTITY),
    roles: [{ arn: FIRST, trust: trusting(root(the.OWNER), SET_IDENTITY) }],
  }),
  "a key of several regions, which the secret's is not": auditor({
    decrypts: { Bool: { "kms:MultiRegion": "true" } },
  }),
  "a key of one region": auditor("read-exclusive", {
    decrypts: { Bool: { "kms:MultiRegion": "false" } },
  }),
  "a key that signs": auditor({ decrypts: equals("kms:KeyUsage", "SIGN_VERIFY") }),
  "a key that encrypts": auditor("read-exclusive", {
    decrypts: equals("kms:KeyUsage", "ENCRYPT_DECRYPT"),
  }),
  "an asymmetric key": auditor({ decrypts: equals("kms:KeySpec", "RSA_2048") }),
  "a symmetric key": auditor("read-exclusive", {
    decrypts: equals("kms:KeySpec", "SYMMETRIC_DEFAULT"),
  }),
  "the id of another secret": auditor({ reads: equals("secretsmanager:SecretId", "reports/db") }),
  "the secret's name as its id": auditor("read-exclusive", {
    reads: equals("secretsmanager:SecretId", "billing/db"),
  }),
  "the secret's ARN as its id": auditor("read-exclusive", {
    reads: equals("secretsmanager:SecretId", the.SECRET),
  }),
  "a provider of identities, which vouches for no instance": auditor({
    reads: equals("aws:FederatedProvider", "accounts.google.com"),
  }),
  "a provider of identities whom the trust names": known(
    "read-exclusive",
    federated("accounts.google.com"),
  ),
  "a provider of identities where the trust names another one": known(
    federated("accounts.google.com", "graph.facebook.com"),
  ),
  "an OIDC provider where the trust names another one": known(
    federated(oidc("example.com"), oidc("example.org")),
  ),
  "an OIDC provider whom the trust names": known("read-exclusive", federated(oidc("example.com"))),
  "an instance, which does not become the role of a function": auditor({
    reads: { ArnEquals: { "ec2:SourceInstanceARN": instance } },
    trust: trusting({ Service: "lambda.amazonaws.com" }),
  }),
  "an instance, which becomes the role": auditor("read-exclusive", {
    reads: { ArnEquals: { "ec2:SourceInstanceARN": instance } },
  }),
  "a time before a year and after it, by two keys": auditor({
    reads: { DateLessThan: before, NumericGreaterThan: { "aws:EpochTime": "1798761600" } },
  }),
  "a time before a year and after the one before, by two keys": auditor("read-exclusive", {
    reads: { DateLessThan: before, NumericGreaterThan: { "aws:EpochTime": "1735689600" } },
  }),
  "a time before a year and after it, by two keys as dates": auditor({
    reads: { DateLessThan: before, DateGreaterThan: { "aws:EpochTime": "2027-01-01" } },
  }),
  "an endpoint through which the service does not decrypt": auditor({
    decrypts: equals("aws:SourceVpce", "vpce-0a1b2c3d"),
  }),
  "an endpoint through which the read comes": auditor("read-exclusive", {
    reads: equals("aws:SourceVpce", "vpce-0a1b2c3d"),
  }),
  "the age of a second factor that is not there": auditor({
    reads: {
      NumericLessThan: { "aws:MultiFactorAuthAge": "3600" },
      BoolIfExists: { "aws:MultiFactorAuthPresent": "false" },
    },
  }),
  "the age of a second factor": auditor("read-exclusive", {
    reads: {
      NumericLessThan: { "aws:MultiFactorAuthAge": "3600" },
      Bool: { "aws:MultiFactorAuthPresent": "true" },
    },
  }),
  "a path two levels above, of which only the first may be read": known(
    byPath("/billing", "false"),
  ),
  "a path two levels above, of which all may be read": known(
    `read-exclusive:${PARAMETER}`,
    byPath("/billing", "true"),
  ),
  "a path right above": known(`read-exclusive:${PARAMETER}`, byPath("/billing/db", "false")),
});
