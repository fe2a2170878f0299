import assert from "node:assert";
import type { ApplicablePolicies, RequestPrincipal } from "../../../proof";
import { trusts } from "../statements";
import {
  allowAll,
  decide,
  KEY_ARN,
  OTHER,
  OWN,
  OWN_ROLE,
  policy,
  request,
  session,
  user,
} from "../support";

type Case = [title: string, ApplicablePolicies, RequestPrincipal, "allowed" | "denied"];

const identity = [policy("identity", allowAll())];
const key = (Principal: unknown, Condition?: object): ApplicablePolicies => ({
  resourceKind: "key",
  resource: policy("key", { ...allowAll(Principal), ...(Condition && { Condition }) }),
});
const trust = (Principal: unknown): ApplicablePolicies => ({
  resourceKind: "trust",
  resource: policy("trust", trusts(Principal, "sts:AssumeRole")),
});

// KMS Developer Guide, key-policy-default and key-policy-modifying-external-accounts.
const KEYS: Case[] = [
  ["an identity policy alone", { identity, resourceKind: "key" }, user(OWN), "denied"],
  [
    "an identity policy and a key policy that names others",
    { ...key({ AWS: OTHER }), identity },
    user(OWN),
    "denied",
  ],
  ["a key policy that leaves it to the account, alone", key({ AWS: OWN }), user(OWN), "denied"],
  [
    "a key policy that leaves it to the account, and an identity policy",
    { ...key({ AWS: OWN }), identity },
    user(OWN),
    "allowed",
  ],
  [
    "a key policy that names the user",
    key({ AWS: `arn:aws:iam::${OWN}:user/alice` }),
    user(OWN),
    "allowed",
  ],
  ["a key policy that names the role", key({ AWS: OWN_ROLE }), session(OWN), "allowed"],
  ["a key policy for everyone", key("*"), session(OWN), "allowed"],
  [
    "the root user, where the key policy names the account",
    key({ AWS: OWN }),
    { kind: "root", account: OWN },
    "allowed",
  ],
  [
    "the root user, where it does not",
    key({ AWS: OWN_ROLE }),
    { kind: "root", account: OWN },
    "denied",
  ],
  ["a key policy that names another account, alone", key({ AWS: OTHER }), session(OTHER), "denied"],
  [
    "an identity policy of another account alone",
    { ...key({ AWS: OWN }), identity },
    session(OTHER),
    "denied",
  ],
  ["both sides of two accounts", { ...key({ AWS: OTHER }), identity }, session(OTHER), "allowed"],
  [
    "a key policy that names the service",
    key({ Service: "lambda.amazonaws.com" }),
    { kind: "service", service: "lambda.amazonaws.com" },
    "allowed",
  ],
];

const web: RequestPrincipal = {
  kind: "federated",
  arn: `arn:aws:iam::${OWN}:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A`,
};

// IAM User Guide, id_roles_terms-and-concepts#trust-policy and reference_policies_elements_principal.
const TRUST: Case[] = [
  ["no trust policy", { identity, resourceKind: "trust" }, user(OWN), "denied"],
  ["trust in the account, alone", trust({ AWS: OWN }), user(OWN), "denied"],
  [
    "trust in the account, and an identity policy",
    { ...trust({ AWS: OWN }), identity },
    user(OWN),
    "allowed",
  ],
  ["trust in the user", trust({ AWS: `arn:aws:iam::${OWN}:user/alice` }), user(OWN), "allowed"],
  ["trust in the role", trust({ AWS: `arn:aws:iam::${OWN}:role/app` }), session(OWN), "allowed"],
  ["trust in another account, alone", trust({ AWS: OTHER }), session(OTHER), "denied"],
  [
    "trust in another account's role, alone",
    trust({ AWS: `arn:aws:iam::${OTHER}:role/app` }),
    session(OTHER),
    "denied",
  ],
  [
    "trust in another account, and an identity policy there",
    { ...trust({ AWS: OTHER }), identity },
    session(OTHER),
    "allowed",
  ],
  [
    "an identity policy without trust",
    { ...trust({ AWS: OTHER }), identity },
    session(OWN),
    "denied",
  ],
  [
    "trust in the service",
    trust({ Service: "pods.eks.amazonaws.com" }),
    { kind: "service", service: "pods.eks.amazonaws.com" },
    "allowed",
  ],
  [
    "trust in another service",
    trust({ Service: "ec2.amazonaws.com" }),
    { kind: "service", service: "pods.eks.amazonaws.com" },
    "denied",
  ],
  [
    "trust in a provider",
    trust({ Federated: `arn:aws:iam::${OWN}:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A` }),
    web,
    "allowed",
  ],
  [
    "trust in another provider",
    trust({ Federated: `arn:aws:iam::${OWN}:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/B` }),
    web,
    "denied",
  ],
];

describe("key policies", () => {
  for (const [title, policies, principal, expected] of KEYS) {
    it(`${expected}: ${title}`, () => {
      const asked = request(principal, { action: "kms:Decrypt", resource: KEY_ARN });
      assert.strictEqual(decide(policies, asked), expected);
    });
  }

  // KMS Developer Guide, conditions-kms: kms:ViaService, kms:CallerAccount, kms:EncryptionContext.
  it("hold the caller to a service, an account and an encryption context", () => {
    const policies = {
      identity,
      ...key(
        { AWS: OTHER },
        {
          StringEquals: {
            "kms:CallerAccount": OTHER,
            "kms:EncryptionContext:SecretARN": "s",
            "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com",
          },
          "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["SecretARN"] },
        },
      ),
    };
    const context = {
      "kms:EncryptionContext:SecretARN": "s",
      "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com",
    };
    const asked = (changed: Record<string, string>, account = OTHER) =>
      decide(
        policies,
        request(session(account), {
          action: "kms:Decrypt",
          resource: KEY_ARN,
          context: { ...context, ...changed },
        }),
      );
    assert.strictEqual(asked({}), "allowed");
    assert.strictEqual(asked({ "kms:ViaService": "s3.us-east-1.amazonaws.com" }), "denied");
    assert.strictEqual(asked({ "kms:EncryptionContext:SecretARN": "t" }), "denied");
    assert.strictEqual(asked({ "kms:EncryptionContext:Other": "t" }), "denied");
    assert.strictEqual(asked({}, "333333333333"), "denied");
  });
});

describe("trust policies", () => {
  for (const [title, policies, principal, expected] of TRUST) {
    it(`${expected}: ${title}`, () => {
      const asked = request(principal, {
        action: "sts:AssumeRole",
        resource: `arn:aws:iam::${OWN}:role/trusting`,
      });
      assert.strictEqual(decide(policies, asked), expected);
    });
  }
});
