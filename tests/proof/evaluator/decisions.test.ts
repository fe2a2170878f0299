import assert from "node:assert";
import type { ApplicablePolicies, RequestPrincipal } from "../../../proof";
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

type Case = [title: string, ApplicablePolicies, RequestPrincipal, "allowed" | "denied"];

const identity = [policy("identity", allowAll())];
const named = (principal: unknown) => ({ resource: policy("resource", allowAll(principal)) });
const root = (account: string): RequestPrincipal => ({ kind: "root", account });
const service: RequestPrincipal = { kind: "service", service: "lambda.amazonaws.com" };
const anonymous: RequestPrincipal = { kind: "anonymous" };
const federated: RequestPrincipal = {
  kind: "federated",
  arn: `arn:aws:sts::${OWN}:federated-user/fed`,
};

// IAM User Guide, reference_policies_evaluation-logic: identity and resource policies within one account.
const SAME_ACCOUNT: Case[] = [
  ["nothing", {}, user(OWN), "denied"],
  ["an identity policy", { identity }, user(OWN), "allowed"],
  [
    "a resource policy that names the user",
    named({ AWS: user(OWN).kind === "user" ? `arn:aws:iam::${OWN}:user/alice` : "" }),
    user(OWN),
    "allowed",
  ],
  [
    "a resource policy that names another user",
    named({ AWS: `arn:aws:iam::${OWN}:user/bob` }),
    user(OWN),
    "denied",
  ],
  ["a resource policy that names the role", named({ AWS: OWN_ROLE }), session(OWN), "allowed"],
  [
    "a resource policy that names the session",
    named({ AWS: `arn:aws:sts::${OWN}:assumed-role/app/one` }),
    session(OWN),
    "allowed",
  ],
  [
    "a resource policy that names another session",
    named({ AWS: `arn:aws:sts::${OWN}:assumed-role/app/two` }),
    session(OWN),
    "denied",
  ],
  ["a resource policy for everyone", named("*"), session(OWN), "allowed"],
  ["a resource policy for everyone, written as AWS", named({ AWS: "*" }), session(OWN), "allowed"],
  [
    "a resource policy that names the account",
    named({ AWS: `arn:aws:iam::${OWN}:root` }),
    session(OWN),
    "denied",
  ],
  ["a resource policy that names the account id", named({ AWS: OWN }), session(OWN), "denied"],
  [
    "a resource policy that names the account, and an identity policy",
    { ...named({ AWS: OWN }), identity },
    session(OWN),
    "allowed",
  ],
  [
    "a resource policy that names a deleted role",
    named({ AWS: "AROAEXAMPLEID123456" }),
    session(OWN),
    "denied",
  ],
  ["the root user's own rights", {}, root(OWN), "allowed"],
  [
    "a resource policy that names a federated user",
    named({ AWS: `arn:aws:sts::${OWN}:federated-user/fed` }),
    federated,
    "allowed",
  ],
  [
    "a resource policy that names another federated user",
    named({ AWS: `arn:aws:sts::${OWN}:federated-user/other` }),
    federated,
    "denied",
  ],
];

// IAM User Guide, reference_policies_evaluation-logic-cross-account.
const CROSS_ACCOUNT: Case[] = [
  ["an identity policy alone", { identity }, session(OTHER), "denied"],
  ["a resource policy alone", named({ AWS: OTHER }), session(OTHER), "denied"],
  [
    "a resource policy that names the role, alone",
    named({ AWS: `arn:aws:iam::${OTHER}:role/app` }),
    session(OTHER),
    "denied",
  ],
  ["a resource policy for everyone, alone", named("*"), session(OTHER), "denied"],
  ["both, naming the account", { ...named({ AWS: OTHER }), identity }, session(OTHER), "allowed"],
  [
    "both, naming the account's root",
    { ...named({ AWS: `arn:aws:iam::${OTHER}:root` }), identity },
    session(OTHER),
    "allowed",
  ],
  [
    "both, naming the role",
    { ...named({ AWS: `arn:aws:iam::${OTHER}:role/app` }), identity },
    session(OTHER),
    "allowed",
  ],
  [
    "both, naming the owner's account",
    { ...named({ AWS: OWN }), identity },
    session(OTHER),
    "denied",
  ],
  [
    "both, naming the role of that name in the owner's account",
    { ...named({ AWS: OWN_ROLE }), identity },
    session(OTHER),
    "denied",
  ],
  [
    "a resource policy that names the account of a root user",
    named({ AWS: OTHER }),
    root(OTHER),
    "allowed",
  ],
  ["no resource policy for a root user", {}, root(OTHER), "denied"],
  [
    "an identity policy that denies",
    { ...named("*"), identity: [...identity, policy("deny", denyAll())] },
    session(OTHER),
    "denied",
  ],
];

const WITHOUT_ACCOUNT: Case[] = [
  [
    "a resource policy that names the service",
    named({ Service: "lambda.amazonaws.com" }),
    service,
    "allowed",
  ],
  [
    "a resource policy that names another service",
    named({ Service: "ec2.amazonaws.com" }),
    service,
    "denied",
  ],
  [
    "a resource policy that names accounts, for a service",
    named({ AWS: [OWN, OTHER] }),
    service,
    "denied",
  ],
  ["a resource policy for everyone, for a service", named("*"), service, "allowed"],
  ["a resource policy for everyone, for an anonymous caller", named("*"), anonymous, "allowed"],
  [
    "a resource policy that names an account, for an anonymous caller",
    named({ AWS: OWN }),
    anonymous,
    "denied",
  ],
  ["no resource policy, for an anonymous caller", { identity }, anonymous, "denied"],
];

describe("evaluateRequest", () => {
  for (const [title, cases] of [
    ["within one account", SAME_ACCOUNT],
    ["across accounts", CROSS_ACCOUNT],
    ["for callers without an account", WITHOUT_ACCOUNT],
  ] as const) {
    describe(title, () => {
      for (const [name, policies, principal, expected] of cases) {
        it(`${expected}: ${name}`, () => {
          assert.strictEqual(decide(policies, request(principal)), expected);
        });
      }
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
