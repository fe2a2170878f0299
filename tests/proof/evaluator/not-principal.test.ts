import type { RequestPrincipal } from "../../../proof";
import { allowAll, denyAll, OTHER, OWN, OWN_ROLE, policy, session, user } from "../support";
import { anonymous, type Decisions, decides, federated, root, service } from "./decides";

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
const NOT_PRINCIPAL: Decisions[] = [
  {
    by: user(OWN),
    allowed: {
      "a Deny that excepts everyone among others": except({ AWS: ["*", OWN] }),
      "a Deny that excepts the user and its account": exceptAlice,
      "a Deny that excepts everyone": everyone,
    },
    denied: {
      "a Deny that excepts the user and not its account": {
        resource: policy("r", allowAll("*"), {
          ...denyAll(),
          NotPrincipal: { AWS: `arn:aws:iam::${OWN}:user/alice` },
        }),
      },
      // IAM User Guide, access_policies_boundaries: "regardless of the values specified in the NotPrincipal element".
      "a Deny that excepts the user, who has a boundary": { ...exceptAlice, ...boundary },
      "a Deny that excepts everyone, of whom one has a boundary": { ...everyone, ...boundary },
      "an Allow that excepts the user, who has a boundary": {
        ...boundary,
        resource: policy("r", {
          ...allowAll(),
          NotPrincipal: { AWS: [`arn:aws:iam::${OWN}:user/alice`, OWN] },
        }),
      },
    },
  },
  {
    by: web,
    allowed: { "a Deny that excepts the provider": except({ Federated: web.arn }) },
    denied: { "a Deny that excepts the provider's account": except({ AWS: OWN }) },
  },
  {
    by: federated,
    allowed: {
      "a Deny that excepts a federated user and its account": except({
        AWS: [OWN, `arn:aws:sts::${OWN}:federated-user/fed`],
      }),
    },
    denied: {
      "a Deny that excepts a federated user and not its account": except({
        AWS: `arn:aws:sts::${OWN}:federated-user/fed`,
      }),
      "a Deny that excepts another federated user": except({
        AWS: [OWN, `arn:aws:sts::${OWN}:federated-user/other`],
      }),
    },
  },
  {
    by: session(OWN),
    allowed: {
      "a Deny that excepts the role, its account and another role's session": except({
        AWS: [OWN, OWN_ROLE, `arn:aws:sts::${OWN}:assumed-role/other/one`],
      }),
      "a Deny that excepts the role, its account and another account's session": except({
        AWS: [OWN, OWN_ROLE, `arn:aws:sts::${OTHER}:assumed-role/app/two`],
      }),
      "a Deny that excepts the role and its account": exceptRole,
      "a Deny that excepts role, session and account": exceptSession,
    },
    denied: {
      "a Deny that excepts the role, which has a boundary": { ...exceptRole, ...boundary },
      "a Deny by the endpoint's policy that excepts the role, which has a boundary": {
        ...boundary,
        identity: [policy("i", allowAll())],
        endpoint: exceptRole.resource,
      },
    },
  },
  {
    by: user(OWN, "bob"),
    denied: { "a Deny that excepts another user of the account": exceptAlice },
  },
  { by: root(OWN), allowed: { "a Deny that excepts the account, for its root user": exceptAlice } },
  {
    by: anonymous,
    denied: { "a Deny that excepts an account's user, for an anonymous caller": exceptAlice },
  },
  {
    by: service,
    allowed: {
      "a Deny that excepts the service": {
        resource: policy("r", allowAll("*"), {
          ...denyAll(),
          NotPrincipal: { Service: "lambda.amazonaws.com" },
        }),
      },
    },
    denied: { "a Deny that excepts an account's user, for a service": exceptAlice },
  },
  {
    by: { kind: "session", roleArn: OWN_ROLE, sessionName: "two" },
    denied: { "a Deny that excepts another session of the role": exceptSession },
  },
];

describe("evaluateRequest with NotPrincipal", () => {
  decides(NOT_PRINCIPAL);
});
