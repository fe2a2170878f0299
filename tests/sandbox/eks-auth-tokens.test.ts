import { deepStrictEqual, equal, match } from "node:assert/strict";
import { generateKeyPair, importJWK, type JWTPayload, SignJWT } from "jose";
import type { ClusterRecord } from "../../sandbox/clusters/records";
import { associate, createPod, pinnedTrust, requestToken } from "./eks-auth-support";
import {
  assumeRoleForPodIdentity,
  CLUSTER,
  createCluster,
  createRole,
  kubernetes,
  roleArn,
  withCluster,
} from "./eks-support";
import { A, B, REGION } from "./support";

describe("EKS Auth rejects a token", () => {
  const { k8s, sandbox } = withCluster({ nodes: true });
  before(async () => {
    await createCluster(sandbox, B);
    for (const name of ["api", "other"]) await createPod(k8s, name);
    await createRole(sandbox, A, "reader", pinnedTrust("api"));
    await associate(sandbox, "api", { roleArn: roleArn(A, "reader") });
  });

  const assume = (token: unknown, credentials = sandbox.administrator(A)) =>
    assumeRoleForPodIdentity(sandbox, credentials, token, CLUSTER);
  const tokenOf = (serviceAccount: string, spec: object = {}) =>
    requestToken(k8s, serviceAccount, spec);

  const cluster = () =>
    sandbox.store.get<ClusterRecord>(["eks-cluster", A, REGION, CLUSTER]) as ClusterRecord;
  const forge = async (change: {
    claims?: JWTPayload;
    header?: object;
    key?: Parameters<SignJWT["sign"]>[0];
  }) => {
    const [, payload = ""] = (await tokenOf("api")).split(".");
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
    const key = change.key ?? (await importJWK(cluster().signingKey, "RS256"));
    return new SignJWT({ ...claims, ...change.claims })
      .setProtectedHeader({ alg: "RS256", kid: cluster().signingKey.kid, ...change.header })
      .sign(key);
  };
  const refused = async (token: unknown, code: string, message: RegExp) => {
    const answer = await assume(token);
    deepStrictEqual([answer.status, answer.code], [400, code]);
    match(answer.body.message, message);
    equal(answer.body.__type, code);
  };

  it("made right, but for this test", async () => {
    equal((await assume(await forge({}))).status, 200);
  });

  it("and does not ask the cluster: a token outlives its pod and its service account", async () => {
    await createPod(k8s, "brief");
    await associate(sandbox, "brief", {
      roleArn: await createRole(sandbox, A, "brief", pinnedTrust("brief")),
    });
    const token = await tokenOf("brief");
    await k8s("DELETE", "/api/v1/namespaces/default/pods/brief");
    await k8s("DELETE", "/api/v1/namespaces/default/serviceaccounts/brief");
    equal((await assume(token)).status, 200);
  });

  it("signed by another key", async () => {
    const { privateKey } = await generateKeyPair("RS256");
    await refused(
      await forge({ key: privateKey }),
      "InvalidTokenException",
      /not signed by this cluster/,
    );
  });

  it("of a same-named cluster of another account", async () => {
    const other = await kubernetes(sandbox, B);
    await createPod(other, "api");
    await refused(await requestToken(other, "api"), "InvalidTokenException", /not signed/);
    const foreign = await assume(await tokenOf("api"), sandbox.administrator(B));
    deepStrictEqual([foreign.status, foreign.code], [400, "InvalidTokenException"]);
  });

  it("signed with the public key as a shared secret, or by nobody", async () => {
    const secret = Buffer.from(JSON.stringify(cluster().signingKey.n));
    const shared = await forge({ header: { alg: "HS256" }, key: secret });
    await refused(shared, "InvalidTokenException", /algorithm/);
    const [, payload] = (await tokenOf("api")).split(".");
    const none = Buffer.from('{"alg":"none"}').toString("base64url");
    await refused(`${none}.${payload}.`, "InvalidTokenException", /./);
  });

  it("whose claims were changed after it was signed", async () => {
    const [header, payload = "", signature] = (await tokenOf("api")).split(".");
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
    claims["kubernetes.io"].namespace = "kube-system";
    const changed = Buffer.from(JSON.stringify(claims)).toString("base64url");
    await refused(`${header}.${changed}.${signature}`, "InvalidTokenException", /not signed/);
  });

  it("of another audience or issuer", async () => {
    const sts = await tokenOf("api", { audiences: ["sts.amazonaws.com"] });
    await refused(sts, "InvalidTokenException", /invalid claim: aud/);
    const claims = { iss: "https://oidc.example" };
    await refused(await forge({ claims }), "InvalidTokenException", /invalid claim: iss/);
  });

  it("that has expired, is not yet valid, or never expires", async () => {
    const now = Math.floor(Date.now() / 1000);
    await refused(await forge({ claims: { exp: now - 1 } }), "ExpiredTokenException", /expired/);
    await refused(await forge({ claims: { nbf: now + 600 } }), "InvalidTokenException", /nbf/);
    await refused(await forge({ claims: { exp: undefined } }), "InvalidTokenException", /exp/);
  });

  it("that is bound to no pod", async () => {
    const unbound = await tokenOf("api", { boundObjectRef: undefined });
    await refused(unbound, "InvalidTokenException", /not bound to a pod/);
  });

  it("whose subject and Kubernetes claims differ", async () => {
    const claims = { sub: "system:serviceaccount:default:other" };
    await refused(await forge({ claims }), "InvalidTokenException", /not bound to a pod/);
  });

  it("that is none", async () => {
    for (const token of ["x", "a.b.c", "..", "💥.💥.💥", "A".repeat(100_000)]) {
      await refused(token, "InvalidTokenException", /malformed|algorithm/);
    }
    const token = await tokenOf("api");
    for (const spoilt of [`${token}\n`, ` ${token}`, token.replace(".", ".\n"), `${token}=`]) {
      await refused(spoilt, "InvalidTokenException", /malformed/);
    }
    for (const token of [undefined, "", 7, ["a"], null]) {
      await refused(token, "InvalidParameterException", /token/);
    }
  });
});
