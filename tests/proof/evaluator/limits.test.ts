import assert from "node:assert";
import type { ApplicablePolicies, RequestPrincipal } from "../../../proof";
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
const nothing = policy("nothing");

const user1 = named({ AWS: `arn:aws:iam::${OWN}:user/alice` });
const session1 = named({ AWS: `arn:aws:sts::${OWN}:assumed-role/app/one` });
const everyoneWho = (principal: unknown, operator: string, arn = OWN_ROLE) => ({
  resource: policy("resource", {
    ...allowAll(principal),
    Condition: { [operator]: { "aws:PrincipalArn": arn } },
  }),
});
const boundary = (document = nothing) => ({ permissionsBoundary: document });

// IAM User Guide, access_policies_boundaries and access_policies#policies_session.
const LIMITS: Decisions[] = [
  // IAM User Guide, access_policies_boundaries: "…with a wildcard(*) in the Principal element".
  ...["*", { AWS: ["*", OWN_ROLE] }].map(
    (everyone): Decisions => ({
      by: session(OWN),
      allowed: {
        "a grant to everyone of an ARN, beyond boundary and session policy": {
          ...everyoneWho(everyone, "ArnLike"),
          ...boundary(),
          session: [nothing],
        },
      },
    }),
  ),
  {
    by: user(OWN),
    allowed: {
      "an identity policy and a boundary that allow": {
        identity,
        ...boundary(policy("b", allowAll())),
      },
      "a grant to the user, beyond the boundary": { ...user1, ...boundary() },
    },
    denied: {
      "an identity policy beyond the boundary": { identity, ...boundary() },
      "a boundary alone": boundary(policy("b", allowAll())),
      "a boundary that denies": {
        identity,
        ...user1,
        ...boundary(policy("b", allowAll(), denyAll())),
      },
    },
  },
  {
    by: session(OWN),
    allowed: {
      "a grant to the session, beyond boundary and session policy": {
        ...session1,
        ...boundary(),
        session: [nothing],
      },
      "a grant to role and session in one statement, beyond the boundary": {
        ...named({ AWS: [OWN_ROLE, `arn:aws:sts::${OWN}:assumed-role/app/one`] }),
        ...boundary(),
      },
      "a grant to session and role in one statement, beyond the boundary": {
        ...named({ AWS: [`arn:aws:sts::${OWN}:assumed-role/app/one`, OWN_ROLE] }),
        ...boundary(),
      },
      "a grant to role and session in two statements, beyond the boundary": {
        resource: policy(
          "r",
          allowAll({ AWS: OWN_ROLE }),
          allowAll({ AWS: `arn:aws:sts::${OWN}:assumed-role/app/one` }),
        ),
        ...boundary(),
      },
      "a grant to account and role in two statements": {
        resource: policy("r", allowAll({ AWS: OWN }), allowAll({ AWS: OWN_ROLE })),
      },
      "two session policies that allow": {
        identity,
        session: [policy("s", allowAll()), policy("t", allowAll())],
      },
    },
    denied: {
      "a grant to the role, beyond the boundary": { ...named({ AWS: OWN_ROLE }), ...boundary() },
      "a grant to the role, beyond the session policy": {
        ...named({ AWS: OWN_ROLE }),
        session: [nothing],
      },
      "a grant to the account's principals of an ARN, beyond the boundary": {
        ...everyoneWho({ AWS: OWN }, "ArnLike"),
        ...boundary(),
        identity,
      },
      "a grant to everyone of an ARN, which the boundary denies": {
        ...everyoneWho("*", "ArnLike"),
        ...boundary(policy("b", denyAll())),
      },
      "two session policies of which one allows": {
        identity,
        session: [policy("s", allowAll()), nothing],
      },
      "a session policy that denies": { identity, ...session1, session: [policy("s", denyAll())] },
    },
  },
  {
    by: federated,
    allowed: {
      "a grant to a federated user, beyond the session policy": {
        ...named({ AWS: `arn:aws:sts::${OWN}:federated-user/fed` }),
        session: [nothing],
      },
    },
  },
  {
    by: user(OTHER),
    denied: {
      "a grant to the user of another account, beyond the boundary": {
        identity,
        ...named({ AWS: `arn:aws:iam::${OTHER}:user/alice` }),
        ...boundary(),
      },
    },
  },
];

const full = policy("full", allowAll());
const fullRcp = policy("full", allowAll("*"));
const denyRcp = policy("rcp", denyAll("*"));
const linked: RequestPrincipal = {
  kind: "session",
  roleArn: `arn:aws:iam::${OWN}:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS`,
};

// AWS Organizations User Guide, orgs_manage_policies_scps_evaluation and orgs_manage_policies_rcps.
const CONTROL: Decisions[] = [
  {
    by: federated,
    denied: {
      "a control policy of resources against a federated user": {
        ...named("*"),
        resourceControl: [[denyRcp]],
      },
    },
  },
  {
    by: { kind: "federated", arn: `arn:aws:iam::${OWN}:saml-provider/a` },
    denied: {
      "a control policy of resources against a provider's caller": {
        ...named("*"),
        resourceControl: [[denyRcp]],
      },
    },
  },
  {
    by: user(OWN),
    allowed: {
      "a control policy that allows at every level": {
        identity,
        serviceControl: [[full], [nothing, full]],
      },
      "a control policy of resources that allows": { identity, resourceControl: [[fullRcp]] },
    },
    denied: {
      "a level that allows nothing": { identity, serviceControl: [[full], [nothing], [full]] },
      "a level without documents": { identity, serviceControl: [[full], []] },
      "a level that denies": { identity, serviceControl: [[full, policy("d", denyAll())]] },
      "a control policy alone": { serviceControl: [[full]] },
      "a grant to the user, beyond the control policy": { ...user1, serviceControl: [[nothing]] },
      "a control policy of resources that denies": {
        identity,
        resourceControl: [[fullRcp, denyRcp]],
      },
      "a control policy of resources that allows nothing": {
        identity,
        resourceControl: [[fullRcp], [nothing]],
      },
    },
  },
  {
    by: root(OWN),
    denied: { "a control policy against the root user": { serviceControl: [[nothing]] } },
  },
  {
    by: service,
    allowed: {
      "a control policy of services": {
        ...named({ Service: "lambda.amazonaws.com" }),
        serviceControl: [[nothing]],
      },
    },
    denied: {
      "a control policy of resources against a service": {
        ...named({ Service: "lambda.amazonaws.com" }),
        resourceControl: [[fullRcp, denyRcp]],
      },
    },
  },
  {
    by: linked,
    allowed: {
      "a control policy against a service-linked role": {
        identity,
        serviceControl: [[nothing]],
        resourceControl: [[denyRcp]],
      },
    },
  },
  {
    by: anonymous,
    denied: {
      "a control policy of resources against an anonymous caller": {
        ...named("*"),
        resourceControl: [[denyRcp]],
      },
    },
  },
];

// The same pages do not say whether a boundary or session policy limits what is given to everyone.
const UNSAID: [title: string, policies: ApplicablePolicies][] = [
  ["the boundary", { ...named("*"), ...boundary() }],
  ["the session policy", { ...named("*"), session: [nothing] }],
  ["the boundary, of a key", { ...named("*"), ...boundary(), resourceKind: "key" }],
  [
    "the boundary, but for an ARN",
    { ...everyoneWho("*", "ArnNotEquals", "arn:aws:iam::*:root"), ...boundary() },
  ],
  ["the boundary, beside the role", { ...named({ AWS: [OWN_ROLE, "*"] }), ...boundary() }],
  [
    "the boundary, but for whom NotPrincipal names",
    { resource: policy("r", { ...allowAll(), NotPrincipal: { AWS: OTHER } }), ...boundary() },
  ],
];

describe("evaluateRequest", () => {
  describe("with a grant to everyone", () => {
    for (const [beyond, policies] of UNSAID) {
      it(`beyond ${beyond}: allowed, and denied in the strict reading`, () => {
        const asked = request(session(OWN));
        assert.strictEqual(decide(policies, asked), "allowed");
        assert.strictEqual(decide({ ...policies, strict: true }, asked), "denied");
      });
    }

    it("within them: allowed in either reading", () => {
      const open = { ...named("*"), ...boundary(policy("b", allowAll())) };
      for (const strict of [false, true]) {
        assert.strictEqual(decide({ ...open, strict }, request(session(OWN))), "allowed");
      }
    });
  });
  for (const [title, cases] of [
    ["with boundaries and session policies", LIMITS],
    ["with control policies", CONTROL],
  ] as const) {
    describe(title, () => {
      decides(cases);
    });
  }
});
