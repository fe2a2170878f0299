import type { OidcProviderDocuments } from "../../../../proof";
import type { AccessDocuments } from "../../pods";
import { allow, allowTo, denyTo, trusts } from "../../statements";
import * as the from "./deployment";
import {
  each,
  known,
  knownOf,
  named,
  oneReader,
  type Parts,
  podTrust,
  policy,
  readPolicy,
  readStatement,
  without,
} from "./deployment";

export const ISSUER = `oidc.eks.${the.REGION}.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE`;
export const providerOf = (issuer: string, account = the.CLUSTER_ACCOUNT) =>
  `arn:aws:iam::${account}:oidc-provider/${issuer}`;
export const WEB_IDENTITY = {
  provider: providerOf(ISSUER),
  subject: "system:serviceaccount:billing:api",
  audience: "sts.amazonaws.com",
};
const ANOTHER = ISSUER.replace("D539", "D540");
const exists = { arn: WEB_IDENTITY.provider, audiences: [WEB_IDENTITY.audience] };
const FORMER = `arn:aws:iam::${the.CLUSTER_ACCOUNT}:role/by-hand`;
const byToken = "sts:AssumeRoleWithWebIdentity";
const EXACT = {
  [`${ISSUER}:sub`]: WEB_IDENTITY.subject,
  [`${ISSUER}:aud`]: WEB_IDENTITY.audience,
};

export function tokenTrust({
  action = byToken as string | string[],
  conditions = { StringEquals: EXACT } as object,
  provider = WEB_IDENTITY.provider,
} = {}): ReturnType<typeof policy> {
  return policy(trusts({ Federated: provider }, action, conditions));
}

/** The owner's policy admits the role. Sessions of the role have no tags. */
const roleAlone = policy(allowTo({ AWS: the.ROLE }, the.READS));
const byWebIdentity = { ...the.BILLING, roleArn: the.ROLE, webIdentity: WEB_IDENTITY };

/** A reader whose pods make sessions with tokens of their cluster. */
const reader = knownOf(
  ({ associations = [byWebIdentity], ...parts }: Partial<Parts> & Associated = {}) => ({
    ...oneReader({ secretPolicy: roleAlone, trust: tokenTrust(), ...parts }),
    associations,
  }),
);

type Associated = Pick<AccessDocuments, "associations">;

const both = [{ ...the.BILLING, roleArn: the.ROLE }, byWebIdentity];
const bothTrusts = policy(...podTrust(the.BILLING).Statement, ...tokenTrust().Statement);
const unforgeable = (condition: object, key: "sub" | "aud") => {
  const others = Object.entries(EXACT).filter(([name]) => !name.endsWith(key));
  return { StringEquals: Object.fromEntries(others), ...condition };
};
/** Claims that are refuted if others get sessions of the role, because the owner checks nothing else. */
const forged = "secret-bounded role-unforgeable read-exclusive";

const unknownToken = "secret-bounded role-unforgeable grant-available read-exclusive";

const formerRole = {
  arn: FORMER,
  trust: podTrust(the.BILLING),
  policies: [readPolicy(the.SECRET)],
};
export const moved = {
  associations: [
    { ...the.BILLING, roleArn: the.ROLE },
    { ...the.BILLING, roleArn: FORMER, former: true },
  ],
  trust: podTrust(the.BILLING),
  secretPolicy: policy(
    readStatement(the.ROLE, the.BILLING),
    readStatement(FORMER, the.BILLING),
  ) as object,
  keyAlso: [the.decryptStatement(FORMER, the.SECRET)],
  rolesAlso: [formerRole],
};

export const tokenReader = reader().documents;
export const readerOfBoth = reader({ associations: both, trust: bothTrusts }).documents;

export const formerReader = reader(moved).documents;

export const webIdentities = named({
  "a token of the one service account": known(tokenReader),
  "a token or Pod Identity": known(readerOfBoth),
  "the role alone, without its trust": without(
    "reader-trust",
    reader("secret-bounded read-exclusive"),
  ),
  "tokens that may carry tags, which no cluster issues": reader("role-unforgeable", {
    trust: tokenTrust({ action: [byToken, "sts:TagSession"] }),
  }),
  "an issuer that is not believed": without(
    "web-identity-truth",
    reader("secret-bounded read-exclusive"),
  ),
  ...each<[string, object]>(
    [
      ["the subject is not demanded", unforgeable({}, "sub")],
      ["the audience is not demanded", unforgeable({}, "aud")],
      [
        "any service account of the namespace",
        unforgeable(
          { StringLike: { [`${ISSUER}:sub`]: "system:serviceaccount:billing:*" } },
          "sub",
        ),
      ],
      [
        "the same service account of any namespace",
        unforgeable({ StringLike: { [`${ISSUER}:sub`]: "system:serviceaccount:*:api" } }, "sub"),
      ],
      [
        "any audience of Amazon's",
        unforgeable({ StringLike: { [`${ISSUER}:aud`]: "*.amazonaws.com" } }, "aud"),
      ],
      [
        "a subject that may be missing",
        unforgeable({ StringEqualsIfExists: { [`${ISSUER}:sub`]: WEB_IDENTITY.subject } }, "sub"),
      ],
      [
        "an audience that may be missing",
        unforgeable(
          { "ForAllValues:StringEquals": { [`${ISSUER}:aud`]: "sts.amazonaws.com" } },
          "aud",
        ),
      ],
      [
        "a second subject",
        {
          StringEquals: {
            ...EXACT,
            [`${ISSUER}:sub`]: [WEB_IDENTITY.subject, "system:serviceaccount:billing:job"],
          },
        },
      ],
    ],
    ([title, conditions]) => [title, reader(forged, { trust: tokenTrust({ conditions }) })],
  ),
  "the subject of a differently cased account": reader(unknownToken, {
    trust: tokenTrust({
      conditions: unforgeable(
        { StringEquals: { ...EXACT, [`${ISSUER}:sub`]: "system:serviceaccount:billing:API" } },
        "sub",
      ),
    }),
  }),
  "another cluster's provider": reader(unknownToken, {
    trust: tokenTrust({
      provider: providerOf(ANOTHER),
      conditions: {
        StringEquals: {
          [`${ANOTHER}:sub`]: WEB_IDENTITY.subject,
          [`${ANOTHER}:aud`]: WEB_IDENTITY.audience,
        },
      },
    }),
  }),
  "conditions of another issuer than the provider's": reader("grant-available", {
    trust: tokenTrust({
      conditions: { StringEquals: { [`${ANOTHER}:sub`]: WEB_IDENTITY.subject, ...EXACT } },
    }),
  }),
  "a provider of another account": reader("grant-available", {
    associations: [
      {
        ...byWebIdentity,
        webIdentity: { ...WEB_IDENTITY, provider: providerOf(ISSUER, the.PARTNER) },
      },
    ],
    trust: tokenTrust({ provider: providerOf(ISSUER, the.PARTNER) }),
  }),
  "everyone whom a provider of the account vouches for": reader(forged, {
    trust: policy(...tokenTrust().Statement, ...tokenTrust({ conditions: {} }).Statement),
  }),
  ...each<[string, string, OidcProviderDocuments[]]>(
    [
      ["no provider", "grant-available", []],
      ["another provider", "grant-available", [{ ...exists, arn: providerOf(ANOTHER) }]],
      [
        "a provider that takes other tokens",
        "grant-available",
        [{ ...exists, audiences: ["vault"] }],
      ],
    ],
    ([title, claims, providers]) => [
      `an account that has ${title}`,
      reader(claims, { more: { oidcProviders: [{ account: the.CLUSTER_ACCOUNT, providers }] } }),
    ],
  ),
  "an account that has the provider": reader({
    more: { oidcProviders: [{ account: the.CLUSTER_ACCOUNT, providers: [exists] }] },
  }),
  "everyone whom a provider that does not exist would vouch for": reader("role-unforgeable", {
    trust: policy(
      ...tokenTrust().Statement,
      ...tokenTrust({ provider: providerOf(ANOTHER), conditions: {} }).Statement,
    ),
    more: { oidcProviders: [{ account: the.CLUSTER_ACCOUNT, providers: [exists] }] },
  }),
  "tokens, of a reader that was declared for Pod Identity": reader("role-unforgeable", {
    associations: [{ ...the.BILLING, roleArn: the.ROLE }],
    trust: bothTrusts,
    secretPolicy: policy(readStatement(the.ROLE, the.BILLING)),
  }),
  "Pod Identity, of a reader that was declared for tokens": reader(forged, { trust: bothTrusts }),
  "a policy that demands tags, which no token has": reader("grant-available", {
    secretPolicy: policy(readStatement(the.ROLE, the.BILLING)),
  }),
  "a Deny of sessions that a provider made": reader("grant-available", {
    secretPolicy: policy(
      allowTo({ AWS: the.ROLE }, the.READS),
      denyTo("*", the.READS, { Null: { "aws:FederatedProvider": "false" } }),
    ),
  }),
  "an Allow to the provider's sessions by its ARN, of which AWS's pages differ": reader(
    "grant-available",
    {
      policies: [
        policy(
          allow(the.READS, the.SECRET, {
            StringEquals: { "aws:FederatedProvider": WEB_IDENTITY.provider },
          }),
          allow("kms:Decrypt", the.KEY, {
            StringEquals: {
              "kms:ViaService": the.VIA_SERVICE,
              "kms:EncryptionContext:SecretARN": the.SECRET,
            },
          }),
        ),
      ],
    },
  ),
  "the role that the pods had before": known(formerReader),
  "a former role that trusts any pod": reader(`role-unforgeable:${FORMER}`, {
    ...moved,
    rolesAlso: [
      {
        ...formerRole,
        trust: policy(
          trusts({ Service: "pods.eks.amazonaws.com" }, ["sts:AssumeRole", "sts:TagSession"]),
        ),
      },
    ],
  }),
  "a former role of tokens beside Pod Identity": reader({
    ...moved,
    associations: [
      { ...the.BILLING, roleArn: the.ROLE },
      { ...byWebIdentity, roleArn: FORMER, former: true },
    ],
    secretPolicy: policy(readStatement(the.ROLE, the.BILLING), allowTo({ AWS: FORMER }, the.READS)),
    rolesAlso: [{ ...formerRole, trust: tokenTrust() }],
  }),
  "a former role that the owner let out": reader("grant-available", {
    ...moved,
    secretPolicy: policy(readStatement(the.ROLE, the.BILLING)),
  }),
});
