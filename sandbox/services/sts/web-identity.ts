import { asMapping } from "iam-proof/collections";
import { parseArn } from "iam-proof/names";
import { decodeJwt, type JWTPayload } from "jose";
import { issueSession } from "../../identity/callers/issue-session";
import { trustAllows } from "../../identity/callers/trust";
import { findRoleByArn } from "../../identity/records/iam-records";
import { findOidcProvider, type OidcProviderRecord } from "../../identity/records/oidc-providers";
import { clusterOfIssuer } from "../../kubernetes/tokens/oidc";
import { verifyToken } from "../../kubernetes/tokens/verify-token";
import { refusal } from "../../operations/input/refusals";
import type { Calling, Request } from "../../operations/service";
import { AwsError } from "../../wire/messages";
import { durationOf, readDuration, readSessionPolicies, readTarget, sessionOutput } from "./assume";

const invalidToken = refusal("InvalidIdentityToken");

const NO_KEY =
  "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements";
const NO_JWT =
  "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)";

/** Assumes a role with a token of a cluster's issuer. Nobody signs it: the token is the caller's proof. */
export async function assumeRoleWithWebIdentity(request: Request) {
  const { platform, call, input, action } = request;
  const { store } = platform;
  const { roleArn, sessionName } = readTarget(input);
  const token = input.text("WebIdentityToken", { min: 4, max: 20_000 });
  const sessionPolicies = readSessionPolicies(platform, input);
  const asked = readDuration(input);
  const { provider, audience, claims } = await identityOf(request, roleArn, token);
  const role = findRoleByArn(store, roleArn);
  const { sub: subject = "" } = claims;
  const verdict = role
    ? trustAllows(store, role, {
        principal: { kind: "federated", arn: provider.arn },
        actions: [action],
        tags: {},
        context: {
          [`${provider.url}:aud`]: audience,
          [`${provider.url}:sub`]: subject,
          "aws:FederatedProvider": provider.arn,
          "sts:RoleSessionName": sessionName,
        },
        now: call.now,
      })
    : { allowed: false as const, action, reason: `no role ${roleArn} exists` };
  if (!role || !verdict.allowed) throw notAuthorized(verdict.allowed ? "" : verdict.reason);
  const session = issueSession(store, {
    role,
    sessionName,
    tags: {},
    transitiveTagKeys: [],
    federatedProvider: provider.arn,
    sessionPolicies,
    durationSeconds: durationOf(role, asked),
    now: call.now,
  });
  return {
    ...sessionOutput(session),
    SubjectFromWebIdentityToken: subject,
    Provider: provider.arn,
    Audience: audience,
  };
}

/** The identity in a token, if the role's account trusts its issuer. */
async function identityOf(
  { call, platform: { store } }: Calling,
  roleArn: string,
  token: string,
): Promise<{ provider: OidcProviderRecord; audience: string; claims: JWTPayload }> {
  const { iss: issuer = "" } = claimsOf(token);
  if (!issuer.startsWith("https://")) throw invalidToken("Issuer must be a valid URL");
  const account = parseArn(roleArn)?.account ?? "";
  const provider = findOidcProvider(store, account, issuer.slice("https://".length));
  if (!provider) {
    throw invalidToken(`No OpenIDConnect provider found in your account for ${issuer}`);
  }
  const cluster = clusterOfIssuer(store, issuer);
  if (!cluster) throw invalidToken(NO_KEY);
  const verified = await verifyToken(cluster, token, call.now);
  if ("fault" in verified) {
    if (verified.fault === "expired") throw expired(claimsOf(token), call.now);
    throw invalidToken(
      /malformed/.test(verified.message) ? NO_JWT : "Provided Token signature is invalid",
    );
  }
  const { claims } = verified;
  const audience = [claims.aud ?? []]
    .flat()
    .find((one) => provider.clientIds.some((id) => id === one));
  if (audience === undefined) throw invalidToken("Incorrect token audience");
  return { provider, audience, claims };
}

function claimsOf(token: string): JWTPayload {
  try {
    return asMapping(decodeJwt(token));
  } catch {
    throw invalidToken(NO_JWT);
  }
}

function expired({ exp = 0 }: JWTPayload, now: Date): AwsError {
  const seconds = Math.floor(now.getTime() / 1000);
  return new AwsError(
    "ExpiredTokenException",
    `Token expired: current date/time ${seconds} must be before the expiration date/time${exp}`,
  );
}

function notAuthorized(reason: string): AwsError {
  return new AwsError(
    "AccessDenied",
    "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    403,
    "Sender",
    reason,
  );
}
