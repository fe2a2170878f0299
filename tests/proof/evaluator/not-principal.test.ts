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

type Case = [title: string, ApplicablePolicies, RequestPrincipal, "allowed" | "denied"];

const root = (account: string): RequestPrincipal => ({ kind: "root", account });
const service: RequestPrincipal = { kind: "service", service: "lambda.amazonaws.com" };
const anonymous: RequestPrincipal = { kind: "anonymous" };
const federated: RequestPrincipal = {
  kind: "federated",
  arn: `arn:aws:sts::${OWN}:federated-user/fed`,
};

// IAM User Guide, reference_policies_elements_notprincipal.
const exceptAlice = {
  resource: policy("r", allowAll("*"), {
    ...denyAll(),
    NotPrincipal: { AWS: [`arn:aws:iam::${OWN}:user/alice`, `arn:aws:iam::${OWN}:root`] },
  }),
};
const exceptRole = {
  resource: policy("r", allowAll("*"), { ...denyAll(), NotPrincipal: { AWS: [OWN_ROLE, OWN] } }),
};
const exceptSession = {
  resource: policy("r", allowAll("*"), {
    ...denyAll(),
    NotPrincipal: { AWS: [OWN_ROLE, `arn:aws:sts::${OWN}:assumed-role/app/one`, OWN] },
  }),
};
const web: RequestPrincipal = {
  kind: "federated",
  arn: `arn:aws:iam::${OWN}:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A`,
};
const boundary = { permissionsBoundary: policy("boundary", allowAll()) };
const everyone = { resource: policy("r", allowAll("*"), { ...denyAll(), NotPrincipal: "*" }) };
/** A Deny for everyone but these. */
const except = (NotPrincipal: unknown) => ({
  resource: policy("r", allowAll("*"), { ...denyAll(), NotPrincipal }),
});
const NOT_PRINCIPAL: Case[] = [
  ["a Deny that excepts everyone among others", except({ AWS: ["*", OWN] }), user(OWN), "allowed"],
  ["a Deny that excepts the provider", except({ Federated: web.arn }), web, "allowed"],
  ["a Deny that excepts the provider's account", except({ AWS: OWN }), web, "denied"],
  [
    "a Deny that excepts a federated user and its account",
    except({ AWS: [OWN, `arn:aws:sts::${OWN}:federated-user/fed`] }),
    federated,
    "allowed",
  ],
  [
    "a Deny that excepts a federated user and not its account",
    except({ AWS: `arn:aws:sts::${OWN}:federated-user/fed` }),
    federated,
    "denied",
  ],
  [
    "a Deny that excepts another federated user",
    except({ AWS: [OWN, `arn:aws:sts::${OWN}:federated-user/other`] }),
    federated,
    "denied",
  ],
  [
    "a Deny that excepts the role, its account and another role's session",
    except({ AWS: [OWN, OWN_ROLE, `arn:aws:sts::${OWN}:assumed-role/other/one`] }),
    session(OWN),
    "allowed",
  ],
  [
    "a Deny that excepts the role, its account and another account's session",
    except({ AWS: [OWN, OWN_ROLE, `arn:aws:sts::${OTHER}:assumed-role/app/two`] }),
    session(OWN),
    "allowed",
  ],
  ["a Deny that excepts the user and its account", exceptAlice, user(OWN), "allowed"],
  ["a Deny that excepts another user of the account", exceptAlice, user(OWN, "bob"), "denied"],
  ["a Deny that excepts the account, for its root user", exceptAlice, root(OWN), "allowed"],
  [
    "a Deny that excepts an account's user, for an anonymous caller",
    exceptAlice,
    anonymous,
    "denied",
  ],
  ["a Deny that excepts an account's user, for a service", exceptAlice, service, "denied"],
  ["a Deny that excepts the role and its account", exceptRole, session(OWN), "allowed"],
  ["a Deny that excepts role, session and account", exceptSession, session(OWN), "allowed"],
  [
    "a Deny that excepts another session of the role",
    exceptSession,
    { kind: "session", roleArn: OWN_ROLE, sessionName: "two" },
    "denied",
  ],
  [
    "a Deny that excepts the user and not its account",
    {
      resource: policy("r", allowAll("*"), {
        ...denyAll(),
        NotPrincipal: { AWS: `arn:aws:iam::${OWN}:user/alice` },
      }),
    },
    user(OWN),
    "denied",
  ],
  ["a Deny that excepts everyone", everyone, user(OWN), "allowed"],
  // IAM User Guide, access_policies_boundaries: "regardless of the values specified in the NotPrincipal element".
  [
    "a Deny that excepts the user, who has a boundary",
    { ...exceptAlice, ...boundary },
    user(OWN),
    "denied",
  ],
  [
    "a Deny that excepts the role, which has a boundary",
    { ...exceptRole, ...boundary },
    session(OWN),
    "denied",
  ],
  [
    "a Deny that excepts everyone, of whom one has a boundary",
    { ...everyone, ...boundary },
    user(OWN),
    "denied",
  ],
  [
    "a Deny by the endpoint's policy that excepts the role, which has a boundary",
    { ...boundary, identity: [policy("i", allowAll())], endpoint: exceptRole.resource },
    session(OWN),
    "denied",
  ],
  [
    "an Allow that excepts the user, who has a boundary",
    {
      ...boundary,
      resource: policy("r", {
        ...allowAll(),
        NotPrincipal: { AWS: [`arn:aws:iam::${OWN}:user/alice`, OWN] },
      }),
    },
    user(OWN),
    "denied",
  ],
  [
    "a Deny that excepts the service",
    {
      resource: policy("r", allowAll("*"), {
        ...denyAll(),
        NotPrincipal: { Service: "lambda.amazonaws.com" },
      }),
    },
    service,
    "allowed",
  ],
];

describe("evaluateRequest with NotPrincipal", () => {
  for (const [name, policies, principal, expected] of NOT_PRINCIPAL) {
    it(`${expected}: ${name}`, () => {
      assert.strictEqual(decide(policies, request(principal)), expected);
    });
  }
});
