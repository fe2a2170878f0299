import { OTHER_ACCOUNT, OWNER_ACCOUNT, READER_ACCOUNT } from "../../cross-account-documents";
import {
  ADMIN,
  ALICE,
  ALL,
  ASSUME,
  GITHUB,
  type Given,
  github,
  named,
  role,
  SAML,
  SUB,
  trusting,
  user,
} from "./documents";

/** Roles that only declared ones enter; some by the assumption of who does. */
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
