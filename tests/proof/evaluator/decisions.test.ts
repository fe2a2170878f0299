import assert from "node:assert";
import { allow } from "../statements";
import {
  allowAll,
  decide,
  denyAll,
  OTHER,
  OWN,
  OWN_ROLE,
  policy,
  request,
  session,
  user,
} from "../support";
import { anonymous, type Decisions, decides, federated, named, root, service } from "./decides";

const identity = [policy("identity", allowAll())];

// IAM User Guide, reference_policies_evaluation-logic: identity and resource policies within one account.
const SAME_ACCOUNT: Decisions[] = [
  {
    by: user(OWN),
    allowed: {
      "an identity policy": { identity },
      "a resource policy that names the user": named({
        AWS: user(OWN).kind === "user" ? `arn:aws:iam::${OWN}:user/alice` : "",
      }),
    },
    denied: {
      nothing: {},
      "a resource policy that names another user": named({ AWS: `arn:aws:iam::${OWN}:user/bob` }),
    },
  },
  {
    by: session(OWN),
    allowed: {
      "a resource policy that names the role": named({ AWS: OWN_ROLE }),
      "a resource policy that names the session": named({
        AWS: `arn:aws:sts::${OWN}:assumed-role/app/one`,
      }),
      "a resource policy for everyone": named("*"),
      "a resource policy for everyone, written as AWS": named({ AWS: "*" }),
      "a resource policy that names the account, and an identity policy": {
        ...named({ AWS: OWN }),
        identity,
      },
    },
    denied: {
      "a resource policy that names another session": named({
        AWS: `arn:aws:sts::${OWN}:assumed-role/app/two`,
      }),
      "a resource policy that names the account": named({ AWS: `arn:aws:iam::${OWN}:root` }),
      "a resource policy that names the account id": named({ AWS: OWN }),
      "a resource policy that names a deleted role": named({ AWS: "AROAEXAMPLEID123456" }),
    },
  },
  { by: root(OWN), allowed: { "the root user's own rights": {} } },
  {
    by: federated,
    allowed: {
      "a resource policy that names a federated user": named({
        AWS: `arn:aws:sts::${OWN}:federated-user/fed`,
      }),
    },
    denied: {
      "a resource policy that names another federated user": named({
        AWS: `arn:aws:sts::${OWN}:federated-user/other`,
      }),
    },
  },
];

// IAM User Guide, reference_policies_evaluation-logic-cross-account.
const CROSS_ACCOUNT: Decisions[] = [
  {
    by: session(OTHER),
    allowed: {
      "both, naming the account": { ...named({ AWS: OTHER }), identity },
      "both, naming the account's root": {
        ...named({ AWS: `arn:aws:iam::${OTHER}:root` }),
        identity,
      },
      "both, naming the role": { ...named({ AWS: `arn:aws:iam::${OTHER}:role/app` }), identity },
    },
    denied: {
      "an identity policy alone": { identity },
      "a resource policy alone": named({ AWS: OTHER }),
      "a resource policy that names the role, alone": named({
        AWS: `arn:aws:iam::${OTHER}:role/app`,
      }),
      "a resource policy for everyone, alone": named("*"),
      "both, naming the owner's account": { ...named({ AWS: OWN }), identity },
      "both, naming the role of that name in the owner's account": {
        ...named({ AWS: OWN_ROLE }),
        identity,
      },
      "an identity policy that denies": {
        ...named("*"),
        identity: [...identity, policy("deny", denyAll())],
      },
    },
  },
  {
    by: root(OTHER),
    allowed: { "a resource policy that names the account of a root user": named({ AWS: OTHER }) },
    denied: { "no resource policy for a root user": {} },
  },
];

const WITHOUT_ACCOUNT: Decisions[] = [
  {
    by: service,
    allowed: {
      "a resource policy that names the service": named({ Service: "lambda.amazonaws.com" }),
      "a resource policy for everyone, for a service": named("*"),
    },
    denied: {
      "a resource policy that names another service": named({ Service: "ec2.amazonaws.com" }),
      "a resource policy that names accounts, for a service": named({ AWS: [OWN, OTHER] }),
    },
  },
  {
    by: anonymous,
    allowed: { "a resource policy for everyone, for an anonymous caller": named("*") },
    denied: {
      "a resource policy that names an account, for an anonymous caller": named({ AWS: OWN }),
      "no resource policy, for an anonymous caller": { identity },
    },
  },
];

describe("evaluateRequest", () => {
  for (const [title, cases] of [
    ["within one account", SAME_ACCOUNT],
    ["across accounts", CROSS_ACCOUNT],
    ["for callers without an account", WITHOUT_ACCOUNT],
  ] as const) {
    describe(title, () => {
      decides(cases);
    });
  }

  it("compares actions without regard to case, and wildcards in them", () => {
    const of = (Action: string) =>
      decide({ identity: [policy("i", allow(Action))] }, request(user(OWN)));
    assert.strictEqual(of("SECRETSMANAGER:getsecretvalue"), "allowed");
    assert.strictEqual(of("secretsmanager:Get*"), "allowed");
    assert.strictEqual(of("secretsmanager:GetSecretValu?"), "allowed");
    assert.strictEqual(of("secretsmanager:List*"), "denied");
    assert.strictEqual(of("kms:*"), "denied");
  });

  it("reads NotAction and NotResource as everything else", () => {
    const of = (elements: object) =>
      decide({ identity: [policy("i", { Effect: "Allow", ...elements })] }, request(user(OWN)));
    assert.strictEqual(of({ NotAction: "iam:*", Resource: "*" }), "allowed");
    assert.strictEqual(
      of({ NotAction: ["iam:*", "secretsmanager:Get*"], Resource: "*" }),
      "denied",
    );
    assert.strictEqual(of({ Action: "*", NotResource: "arn:aws:s3:::*" }), "allowed");
    assert.strictEqual(of({ Action: "*", NotResource: ["arn:aws:s3:::*", "*db*"] }), "denied");
  });

  it("asks for the whole of a resource where an action has none", () => {
    const of = (Resource: string) =>
      decide(
        { identity: [policy("i", allow("*", Resource))] },
        request(user(OWN), { action: "secretsmanager:ListSecrets", resource: "*" }),
      );
    assert.strictEqual(of("*"), "allowed");
    assert.strictEqual(of("arn:aws:secretsmanager:*:*:secret:*"), "denied");
  });
});
