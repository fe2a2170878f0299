import assert from "node:assert";
import { type ApplicablePolicies, evaluate, type RequestPrincipal } from "../../../proof";
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
import { type Decisions, decides } from "./decides";

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
const KEYS: Decisions[] = [
  {
    by: user(OWN),
    allowed: {
      "a key policy that leaves it to the account, and an identity policy": {
        ...key({ AWS: OWN }),
        identity,
      },
      "a key policy that names the user": key({ AWS: `arn:aws:iam::${OWN}:user/alice` }),
    },
    denied: {
      "an identity policy alone": { identity, resourceKind: "key" },
      "an identity policy and a key policy that names others": { ...key({ AWS: OTHER }), identity },
      "a key policy that leaves it to the account, alone": key({ AWS: OWN }),
    },
  },
  {
    by: session(OWN),
    allowed: {
      "a key policy that names the role": key({ AWS: OWN_ROLE }),
      "a key policy for everyone": key("*"),
    },
  },
  {
    by: { kind: "root", account: OWN },
    allowed: { "the root user, where the key policy names the account": key({ AWS: OWN }) },
    denied: { "the root user, where it does not": key({ AWS: OWN_ROLE }) },
  },
  {
    by: session(OTHER),
    allowed: { "both sides of two accounts": { ...key({ AWS: OTHER }), identity } },
    denied: {
      "a key policy that names another account, alone": key({ AWS: OTHER }),
      "an identity policy of another account alone": { ...key({ AWS: OWN }), identity },
    },
  },
  {
    by: { kind: "service", service: "lambda.amazonaws.com" },
    allowed: { "a key policy that names the service": key({ Service: "lambda.amazonaws.com" }) },
  },
];

const web: RequestPrincipal = {
  kind: "federated",
  arn: `arn:aws:iam::${OWN}:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A`,
};

// IAM User Guide, id_roles_terms-and-concepts#trust-policy and reference_policies_elements_principal.
const TRUST: Decisions[] = [
  {
    by: user(OWN),
    allowed: {
      "trust in the account, and an identity policy": { ...trust({ AWS: OWN }), identity },
      "trust in the user": trust({ AWS: `arn:aws:iam::${OWN}:user/alice` }),
    },
    denied: {
      "no trust policy": { identity, resourceKind: "trust" },
      "trust in the account, alone": trust({ AWS: OWN }),
    },
  },
  {
    by: session(OWN),
    allowed: { "trust in the role": trust({ AWS: `arn:aws:iam::${OWN}:role/app` }) },
    denied: { "an identity policy without trust": { ...trust({ AWS: OTHER }), identity } },
  },
  {
    by: session(OTHER),
    allowed: {
      "trust in another account, and an identity policy there": {
        ...trust({ AWS: OTHER }),
        identity,
      },
    },
    denied: {
      "trust in another account, alone": trust({ AWS: OTHER }),
      "trust in another account's role, alone": trust({ AWS: `arn:aws:iam::${OTHER}:role/app` }),
    },
  },
  {
    by: { kind: "service", service: "pods.eks.amazonaws.com" },
    allowed: { "trust in the service": trust({ Service: "pods.eks.amazonaws.com" }) },
    denied: { "trust in another service": trust({ Service: "ec2.amazonaws.com" }) },
  },
  {
    by: web,
    allowed: {
      "trust in a provider": trust({
        Federated: `arn:aws:iam::${OWN}:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A`,
      }),
    },
    denied: {
      "trust in another provider": trust({
        Federated: `arn:aws:iam::${OWN}:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/B`,
      }),
    },
  },
];

describe("key policies", () => {
  decides(KEYS, { action: "kms:Decrypt", resource: KEY_ARN });

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
  decides(TRUST, { action: "sts:AssumeRole", resource: `arn:aws:iam::${OWN}:role/trusting` });
});

// STS API Reference, AssumeRoot: identities of the management account or of a delegated administrator call it.
describe("the root user of another account", () => {
  const root = { action: "sts:AssumeRoot", resource: `arn:aws:iam::${OTHER}:root` };
  decides(
    [
      {
        by: session(OWN),
        allowed: { "an identity policy alone": { identity } },
        denied: { "no identity policy": {} },
      },
    ],
    root,
  );

  it("has no trust policy that would be asked", () => {
    const policies = [policy("identity", allowAll()).document];
    const documents = { roles: [{ arn: OWN_ROLE, policies }] };
    assert.strictEqual(
      evaluate(documents, { ...root, principal: session(OWN) }).decision,
      "allowed",
    );
  });
});
