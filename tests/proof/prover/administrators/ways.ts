import type { RoleDocuments } from "../../../../proof";
import {
  crossAccountDocuments,
  OTHER_ACCOUNT,
  OWNER_ACCOUNT,
  READER_ACCOUNT,
} from "../../cross-account-documents";
import type { AccessDocuments } from "../../pods";
import { allow } from "../../statements";

export const role = (name: string, account = OWNER_ACCOUNT) =>
  `arn:aws:iam::${account}:role/${name}`;
const user = (name: string, account = OWNER_ACCOUNT) => `arn:aws:iam::${account}:user/${name}`;
const policy = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
export const ADMIN = role("breakglass");
const ALICE = user("alice");
export const GITHUB = `arn:aws:iam::${OWNER_ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
export const SUB = "token.actions.githubusercontent.com:sub";
export const SAML = `arn:aws:iam::${OWNER_ACCOUNT}:saml-provider/corp`;
const ALL = policy(allow("*"));
export const ASSUME = policy(allow("sts:AssumeRole"));

type Trust = {
  Principal: object | string;
  Condition?: object;
  Effect?: string;
  Action?: string;
};

export const trusting = (...statements: Trust[]) =>
  policy(...statements.map((one) => ({ Effect: "Allow", Action: "sts:*", ...one })));
export const named = (...arns: string[]): Trust => ({ Principal: { AWS: arns } });
export const github = (Condition?: object): Trust => ({
  Principal: { Federated: GITHUB },
  ...(Condition && { Condition }),
});

export interface Given {
  trust?: object | null;
  administrators?: AccessDocuments["administrators"];
  roles?: RoleDocuments[];
  users?: AccessDocuments["users"];
  whole?: string[];
}

/** Documents of a secret whose owner has an administrator's role. By default, only the user alice may assume that role. */
export function documentsOf({
  administrators = [ADMIN],
  roles = [],
  trust = trusting(named(ALICE)),
  users = [],
  whole = [],
}: Given): AccessDocuments {
  const documents = crossAccountDocuments();
  return {
    ...documents,
    administrators,
    wholeAccounts: whole,
    roles: [...documents.roles, { arn: ADMIN, trust, policies: [ALL] }, ...roles],
    users,
  };
}

/** Principals that can assume an administrator's role undeclared, the finding about each, and the line that declares it. */
export const ways: Record<string, Given & { enters: RegExp; line?: object }> = {
  "a user of the account that nobody named": {
    enters: /the user .*user\/alice can become .*breakglass/,
    line: { role: ADMIN, from: [ALICE] },
  },
  "any token of an issuer": {
    trust: trusting(github({ StringEquals: { [SUB.replace("sub", "aud")]: "sts.amazonaws.com" } })),
    enters: /federated principal .*githubusercontent/,
    line: { role: ADMIN, from: [{ provider: GITHUB, subject: "*" }] },
  },
  "a repository, where another one was declared": {
    trust: trusting(github({ StringLike: { [SUB]: "repo:x/*" } })),
    administrators: [{ role: ADMIN, from: [{ provider: GITHUB, subject: "repo:x/ops:*" }] }],
    enters: /federated principal/,
    line: {
      role: ADMIN,
      from: [
        { provider: GITHUB, subject: "repo:x/ops:*" },
        { provider: GITHUB, subject: "repo:x/*" },
      ],
    },
  },
  "a subject that may be missing": {
    trust: trusting(github({ StringEqualsIfExists: { [SUB]: "repo:x/ops" } })),
    administrators: [{ role: ADMIN, from: [{ provider: GITHUB, subject: "repo:x/ops" }] }],
    enters: /federated principal/,
  },
  "whoever has no subject, by ForAllValues": {
    trust: trusting(github({ "ForAllValues:StringEquals": { [SUB]: "repo:x/ops" } })),
    administrators: [{ role: ADMIN, from: [{ provider: GITHUB, subject: "repo:x/ops" }] }],
    enters: /federated principal/,
    line: {
      role: ADMIN,
      from: [
        { provider: GITHUB, subject: "repo:x/ops" },
        { provider: GITHUB, subject: "*" },
      ],
    },
  },
  "a repository, beside a condition that a missing subject meets": {
    trust: trusting(
      github({ "ForAllValues:StringLike": { [SUB]: "repo:*" }, StringLike: { [SUB]: "repo:x/*" } }),
    ),
    enters: /federated principal/,
    line: { role: ADMIN, from: [{ provider: GITHUB, subject: "repo:x/*" }] },
  },
  "all subjects but some": {
    trust: trusting(github({ StringNotLike: { [SUB]: "repo:y/*" } })),
    administrators: [{ role: ADMIN, from: [{ provider: GITHUB, subject: "repo:x/*" }] }],
    enters: /federated principal/,
  },
  "a SAML provider": {
    trust: trusting({ Principal: { Federated: SAML } }),
    enters: /federated principal .*saml-provider\/corp/,
    line: { role: ADMIN, from: [{ provider: SAML, subject: "*" }] },
  },
  "another account": {
    trust: trusting(named(OTHER_ACCOUNT)),
    enters: new RegExp(`arn:aws:iam::${OTHER_ACCOUNT}:`),
    line: { role: ADMIN, from: [OTHER_ACCOUNT] },
  },
  "an administrator's role of another account": {
    trust: trusting(named(role("adm", READER_ACCOUNT))),
    administrators: [ADMIN, role("adm", READER_ACCOUNT)],
    enters: /role\/adm/,
    line: { role: ADMIN, from: [role("adm", READER_ACCOUNT)] },
  },
  "everyone of its own account with rights that nobody read": {
    trust: trusting(named(OWNER_ACCOUNT)),
    enters: new RegExp(`arn:aws:iam::${OWNER_ACCOUNT}:`),
    line: { role: ADMIN, from: [OWNER_ACCOUNT] },
  },
  "a user of its own account that has the right to": {
    trust: trusting(named(OWNER_ACCOUNT)),
    users: [{ arn: user("bob"), policies: [ASSUME] }],
    whole: [OWNER_ACCOUNT],
    enters: /user\/bob/,
    line: { role: ADMIN, from: [OWNER_ACCOUNT] },
  },
  anyone: { trust: trusting({ Principal: "*" }), enters: /can become/ },
  "anyone of an organization": {
    trust: trusting({
      Principal: "*",
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg" } },
    }),
    enters: /can become/,
  },
  "all but one": {
    trust: policy({ Effect: "Allow", Action: "sts:AssumeRole", NotPrincipal: { AWS: ALICE } }),
    administrators: [ADMIN, ALICE],
    enters: /can become/,
  },
  "a service that others give the role to": {
    trust: trusting({ Principal: { Service: "ec2.amazonaws.com" } }),
    enters: /the service ec2.amazonaws.com/,
    line: { role: ADMIN, from: ["ec2.amazonaws.com"] },
  },
  "somebody who becomes the one who may become it": {
    trust: trusting(named(role("helper"))),
    roles: [{ arn: role("helper"), trust: trusting(named(OTHER_ACCOUNT)), policies: [ASSUME] }],
    administrators: [{ role: ADMIN, from: [role("helper")] }],
    enters: /can become .*role\/helper, then .*breakglass/,
    line: { role: ADMIN, from: [{ role: role("helper"), from: [OTHER_ACCOUNT] }] },
  },
  "somebody at the end of a long chain": {
    trust: trusting(named(role("a"))),
    roles: ["a", "b", "c", "d"].map((name, index, all) => ({
      arn: role(name),
      trust: trusting(named(all[index + 1] ? role(all[index + 1] as string) : OTHER_ACCOUNT)),
      policies: [ASSUME],
    })),
    enters:
      /can become .*role\/d, then .*role\/c, then .*role\/b, then .*role\/a, then .*breakglass/,
  },
  "somebody who comes by a role that another account, declared whole, has": {
    trust: trusting(named(READER_ACCOUNT)),
    roles: [
      {
        arn: role("ci", READER_ACCOUNT),
        trust: trusting(named(OTHER_ACCOUNT)),
        policies: [ASSUME],
      },
    ],
    administrators: [{ role: ADMIN, from: [READER_ACCOUNT] }],
    enters: new RegExp(`arn:aws:iam::${OTHER_ACCOUNT}:.* can become .*role/ci, then .*breakglass`),
  },
};

/** Roles that only declared principals can assume. For some of them, the proof needs an assumption. */
export const misses: Record<string, Given & { assumed?: true }> = {
  "lets in a user who is an administrator": { administrators: [ADMIN, ALICE] },
  "lets in a user who is declared": { administrators: [{ role: ADMIN, from: [ALICE] }] },
  "has a trust policy that the documents lack": { trust: null, assumed: true },
  "lets in just the repository that is declared": {
    trust: trusting(github({ StringLike: { [SUB]: "repo:x/ops:*" } })),
    administrators: [{ role: ADMIN, from: [{ provider: GITHUB, subject: "repo:x/*" }] }],
  },
  "lets in a SAML provider that is declared": {
    trust: trusting({
      Principal: { Federated: SAML },
      Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
    }),
    administrators: [{ role: ADMIN, from: [{ provider: SAML, subject: "*" }] }],
  },
  "lets in one subject of a SAML provider": {
    trust: trusting({
      Principal: { Federated: SAML },
      Condition: { StringEquals: { "SAML:sub": "alice" } },
    }),
    administrators: [{ role: ADMIN, from: [{ provider: SAML, subject: "alice" }] }],
  },
  "lets in an account that is declared": {
    trust: trusting(named(OTHER_ACCOUNT)),
    administrators: [{ role: ADMIN, from: [OTHER_ACCOUNT] }],
  },
  "lets in a service that is declared": {
    trust: trusting({ Principal: { Service: "ec2.amazonaws.com" } }),
    administrators: [{ role: ADMIN, from: ["ec2.amazonaws.com"] }],
  },
  "lets in everyone of its account, of whom only an administrator has the right to": {
    trust: trusting(named(OWNER_ACCOUNT)),
    users: [
      { arn: ALICE, policies: [ALL] },
      { arn: user("bob"), policies: [] },
    ],
    administrators: [ADMIN, ALICE],
    whole: [OWNER_ACCOUNT],
  },
  "lets in anyone by the ARN of an administrator": {
    trust: trusting({ Principal: "*", Condition: { ArnEquals: { "aws:PrincipalArn": ALICE } } }),
    administrators: [ADMIN, ALICE],
  },
  "denies all others whom it lets in": {
    trust: trusting(named(OTHER_ACCOUNT, ALICE), {
      Effect: "Deny",
      Principal: "*",
      Condition: { ArnNotEquals: { "aws:PrincipalArn": ALICE } },
    }),
    administrators: [ADMIN, ALICE],
  },
  "lets in a role that only administrators become": {
    trust: trusting(named(role("helper"))),
    roles: [{ arn: role("helper"), trust: trusting(named(ALICE)), policies: [ASSUME] }],
    administrators: [ADMIN, ALICE],
  },
  "lets in a role, with who may become that one": {
    trust: trusting(named(role("ci", READER_ACCOUNT))),
    roles: [
      {
        arn: role("ci", READER_ACCOUNT),
        trust: trusting(github({ StringEquals: { [SUB]: "repo:x/ops" } })),
        policies: [ASSUME],
      },
    ],
    administrators: [
      {
        role: ADMIN,
        from: [
          { role: role("ci", READER_ACCOUNT), from: [{ provider: GITHUB, subject: "repo:x/ops" }] },
        ],
      },
    ],
  },
  "lets in itself, and another administrator's role that lets it in": {
    trust: trusting(named(ALICE, ADMIN, role("other"))),
    roles: [{ arn: role("other"), trust: trusting(named(ADMIN)), policies: [ALL] }],
    administrators: [ADMIN, role("other"), ALICE],
  },
  "lets in a role that nobody can become": {
    trust: trusting(named(ALICE, role("gone"))),
    roles: [
      { arn: role("gone"), trust: trusting(named("AIDACKCEVSQ6C2EXAMPLE")), policies: [ASSUME] },
    ],
    administrators: [ADMIN, ALICE],
  },
  "lets in a role of whose trust nothing is known, and that is declared": {
    trust: trusting(named(role("ci", OTHER_ACCOUNT))),
    administrators: [{ role: ADMIN, from: [role("ci", OTHER_ACCOUNT)] }],
    assumed: true,
  },
};
