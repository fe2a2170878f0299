import { OTHER_ACCOUNT, OWNER_ACCOUNT, READER_ACCOUNT } from "../../cross-account-documents";
import {
  ADMIN,
  ALICE,
  ASSUME,
  GITHUB,
  type Given,
  github,
  named,
  policy,
  role,
  SAML,
  SUB,
  trusting,
  user,
} from "./documents";

/** Who enters an administrator's role undeclared, how the finding names it, and the line that declares it. */
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
