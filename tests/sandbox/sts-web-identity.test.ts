import { deepStrictEqual, equal, match, rejects } from "node:assert/strict";
import { generateKeyPair, importJWK, SignJWT } from "jose";
import type { ClusterRecord } from "../../sandbox/clusters/records";
import { createPod, requestToken } from "./eks-auth-support";
import { CLUSTER, withCluster } from "./eks-support";
import { clusterOf, createProvider, issuerIn, trustInIssuer } from "./irsa";
import { policy } from "./secrets-support";
import { roleArn, sessionsIn } from "./sts-support";
import { A, B, credentialsOf } from "./support";

const AUDIENCES = { audiences: ["sts.amazonaws.com"] };

describe("sandbox STS AssumeRoleWithWebIdentity", () => {
  const { k8s, sandbox } = withCluster({ nodes: true });
  let cluster: ClusterRecord;
  let issuer: string;
  let token: string;
  before(async () => {
    cluster = clusterOf(sandbox);
    issuer = issuerIn(sandbox);
    await createPod(k8s, "api");
    token = await requestToken(k8s, "api", AUDIENCES);
    await createProvider(sandbox, ["sts.amazonaws.com", "other"]);
    await sessionsIn(sandbox).role("reader", trustInIssuer(sandbox, "api"), {
      allows: { Action: "iam:GetRole", Resource: "*" },
    });
  });

  /** Makes the call without a signature, as SDKs do. */
  const assume = async (WebIdentityToken = token, given: object = {}, method = "POST") => {
    const form = new URLSearchParams({
      ...{ Action: "AssumeRoleWithWebIdentity", Version: "2011-06-15" },
      ...{ RoleArn: roleArn("reader"), RoleSessionName: "me", WebIdentityToken, ...given },
    });
    const response = await (method === "GET"
      ? fetch(`${sandbox.endpoint}/?${form}`)
      : fetch(sandbox.endpoint, { method, body: form }));
    const body = await response.text();
    return { status: response.status, body };
  };
  const refused = async (status: number, code: string, message: string, ...call: unknown[]) => {
    const answer = await assume(...(call as []));
    const said = /<Code>(.*)<\/Code><Message>(.*)<\/Message>/.exec(answer.body);
    deepStrictEqual(
      [answer.status, said?.[1], said?.[2]?.replace("&apos;", "'")],
      [status, code, message],
    );
  };
  const denied = (...call: unknown[]) =>
    refused(
      403,
      "AccessDenied",
      "Not authorized to perform sts:AssumeRoleWithWebIdentity",
      ...call,
    );
  const forge = async (claims: object, key?: Parameters<SignJWT["sign"]>[0]) => {
    const payload = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    return new SignJWT({ ...payload, ...claims })
      .setProtectedHeader({ alg: "RS256", kid: cluster.signingKey.kid })
      .sign(key ?? (await importJWK(cluster.signingKey, "RS256")));
  };

  it("gives an SDK without credentials a session of the role, without tags of the pod", async () => {
    const { sts } = sandbox.clients(A);
    const answer = await sts.assumeRoleWithWebIdentity({
      RoleArn: roleArn("reader"),
      RoleSessionName: "me",
      WebIdentityToken: token,
    });
    deepStrictEqual(
      [
        answer.SubjectFromWebIdentityToken,
        answer.Audience,
        answer.Provider,
        answer.PackedPolicySize,
      ],
      [
        "system:serviceaccount:default:api",
        "sts.amazonaws.com",
        `arn:aws:iam::${A}:oidc-provider/${issuer}`,
        0,
      ],
    );
    const session = sandbox.clients(credentialsOf(answer.Credentials));
    equal((await session.sts.getCallerIdentity()).Arn, `arn:aws:sts::${A}:assumed-role/reader/me`);
    await session.iam.getRole({ RoleName: "reader" });
    await sessionsIn(sandbox).role(
      "tagged",
      trustInIssuer(sandbox, "api", { more: { "aws:RequestTag/eks-cluster-name": CLUSTER } }),
    );
    await denied(token, { RoleArn: roleArn("tagged") });
  });

  it("tells policies in each call of the session which provider vouched for it", async () => {
    const Condition = {
      StringEquals: {
        "aws:FederatedProvider": `arn:aws:iam::${A}:oidc-provider/${issuer}`,
      },
    };
    await sessionsIn(sandbox).role("vouched", trustInIssuer(sandbox, "api"), {
      allows: { Action: "iam:GetRole", Resource: "*", Condition },
    });
    const answer = await sandbox.clients(A).sts.assumeRoleWithWebIdentity({
      ...{ RoleArn: roleArn("vouched"), RoleSessionName: "me", WebIdentityToken: token },
    });
    const { iam } = sandbox.clients(credentialsOf(answer.Credentials));
    await iam.getRole({ RoleName: "vouched" });
  });

  it("answers without a signature, by POST and by GET", async () => {
    for (const method of ["POST", "GET"]) {
      const { body, status } = await assume(token, {}, method);
      equal(status, 200, body);
      match(body, /<AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>ASIA/);
    }
  });

  it("takes no other call without a signature", async () => {
    await refused(
      403,
      "MissingAuthenticationToken",
      "Request is missing Authentication Token",
      token,
      { Action: "AssumeRole" },
    );
  });

  it("refuses a token whose issuer the role's account does not have as a provider", async () => {
    await sessionsIn(sandbox).role("reader", trustInIssuer(sandbox, "api", { account: B }), {
      account: B,
    });
    await refused(
      400,
      "InvalidIdentityToken",
      `No OpenIDConnect provider found in your account for https://${issuer}`,
      token,
      { RoleArn: roleArn("reader", B) },
    );
  });

  it("refuses an audience that is not among the provider's client ids", async () => {
    const other = await requestToken(k8s, "api", { audiences: ["pods.eks.amazonaws.com"] });
    await refused(400, "InvalidIdentityToken", "Incorrect token audience", other);
  });

  it("lets a trust policy demand the audience of the token", async () => {
    await denied(await requestToken(k8s, "api", { audiences: ["other"] }));
  });

  it("refuses a token that has expired", async () => {
    const exp = Math.floor(Date.now() / 1000) - 5;
    const answer = await assume(await forge({ exp }));
    match(
      answer.body,
      new RegExp(
        `<Code>ExpiredTokenException</Code><Message>Token expired: current date/time \\d+ must be before the expiration date/time${exp}<`,
      ),
    );
  });

  it("refuses a token that the cluster did not sign, and what is none", async () => {
    const { privateKey } = await generateKeyPair("RS256");
    const unsigned = "Provided Token signature is invalid";
    await refused(400, "InvalidIdentityToken", unsigned, await forge({}, privateKey));
    await refused(
      400,
      "InvalidIdentityToken",
      "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
      "no.token",
    );
    await refused(
      400,
      "InvalidIdentityToken",
      "Issuer must be a valid URL",
      await forge({ iss: "x" }),
    );
  });

  it("refuses another service account, another namespace, and a role that is not there", async () => {
    await createPod(k8s, "other");
    await denied(await requestToken(k8s, "other", AUDIENCES));
    await denied(await forge({ sub: "system:serviceaccount:staging:api" }));
    await denied(token, { RoleArn: roleArn("nobody") });
  });

  it("refuses a role that trusts Pod Identity alone", async () => {
    const Principal = { Service: "pods.eks.amazonaws.com" };
    const Action = ["sts:AssumeRole", "sts:TagSession"];
    await sessionsIn(sandbox).role("pod-identity", policy({ Principal, Action }));
    await denied(token, { RoleArn: roleArn("pod-identity") });
  });

  it("keeps to the role's longest session, and to a session policy", async () => {
    await refused(
      400,
      "ValidationError",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
      token,
      { DurationSeconds: "7200" },
    );
    const answer = await sandbox.clients(A).sts.assumeRoleWithWebIdentity({
      ...{ RoleArn: roleArn("reader"), RoleSessionName: "me", WebIdentityToken: token },
      Policy: policy({ Action: "iam:GetUser", Resource: "*" }),
    });
    const { iam } = sandbox.clients(credentialsOf(answer.Credentials));
    await rejects(iam.getRole({ RoleName: "reader" }), { name: "AccessDenied" });
  });

  it("serves the issuer's documents, by which others can check its tokens", async () => {
    const path = `/id/${cluster.oidcId}`;
    const read = async (document: string) =>
      (await fetch(`${sandbox.endpoint}${path}/${document}`)).json() as Promise<
        Record<string, unknown>
      >;
    const { jwks_uri, issuer: named } = await read(".well-known/openid-configuration");
    deepStrictEqual([named, jwks_uri], [`https://${issuer}`, `https://${issuer}/keys`]);
    const { keys } = await read("keys");
    const [key = {}] = keys as Record<string, unknown>[];
    equal(key.kid, cluster.signingKey.kid);
    deepStrictEqual(Object.keys(key).sort(), ["alg", "e", "kid", "kty", "n", "use"]);
  });
});
