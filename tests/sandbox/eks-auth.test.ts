import { deepStrictEqual, equal, match, ok } from "node:assert";
import {
  CreatePodIdentityAssociationCommand,
  UpdatePodIdentityAssociationCommand,
} from "@aws-sdk/client-eks";
import { DeleteRoleCommand } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { generateKeyPair, importJWK, type JWTPayload, SignJWT } from "jose";
import type { ClusterRecord } from "../../sandbox/clusters/records";
import { findKeyHolder } from "../../sandbox/identity/callers/caller";
import type { Caller } from "../../sandbox/wire/messages/operation";
import {
  assumeRoleForPodIdentity,
  CLUSTER,
  clusterArn,
  createCluster,
  createRole,
  type Kubernetes,
  kubernetes,
  roleArn,
} from "./eks-support";
import { A, B, type Credentials, REGION, startSandbox, type TestSandbox } from "./support";

const AUDIENCE = "pods.eks.amazonaws.com";

describe("EKS Auth", () => {
  let sandbox: TestSandbox;
  let k8s: Kubernetes;
  let administrator: Credentials;
  before(async () => {
    sandbox = await startSandbox();
    await createCluster(sandbox, A);
    await createCluster(sandbox, B);
    administrator = sandbox.administrator(A);
    k8s = await kubernetes(sandbox, A);
    for (const name of ["api", "other", "unassociated"]) await createPod(k8s, name);
    await createRole(sandbox, A, "reader", pinnedTrust("api"));
    await associate("api", { roleArn: roleArn(A, "reader") });
  });
  after(async () => {
    deepStrictEqual(sandbox.failures, []);
    await sandbox.stop();
  });

  const associate = async (serviceAccount: string, members: object): Promise<string> => {
    const { association } = await sandbox.clients(A).eks.send(
      new CreatePodIdentityAssociationCommand({
        clusterName: CLUSTER,
        namespace: "default",
        serviceAccount,
        roleArn: undefined,
        ...members,
      } as never),
    );
    return association?.associationId ?? "";
  };
  const assume = (token: unknown, credentials = administrator, cluster = CLUSTER) =>
    assumeRoleForPodIdentity(sandbox, credentials, token, cluster);
  const tokenOf = (serviceAccount: string, spec: object = {}) =>
    requestToken(k8s, serviceAccount, spec);
  const callerOf = (credentials: Credentials): Caller => {
    const holder = findKeyHolder(sandbox.store, credentials as never, new Date());
    if ("fault" in holder) throw new Error(holder.message);
    return holder.caller;
  };

  it("trades a pod's token for a session of its role with six transitive tags", async () => {
    const token = await tokenOf("api");
    const { status, body } = await assume(token);
    equal(status, 200);
    deepStrictEqual(body.subject, { namespace: "default", serviceAccount: "api" });
    equal(body.audience, AUDIENCE);
    match(body.podIdentityAssociation.associationId, /^a-/);
    match(body.assumedRoleUser.arn, new RegExp(`^arn:aws:sts::${A}:assumed-role/reader/eks-shop-`));
    equal(body.assumedRoleUser.arn.split("/")[2].length <= 64, true);
    const { expiration, ...credentials } = body.credentials;
    ok(Number.isInteger(expiration));
    const lifetime = expiration - Date.now() / 1000;
    ok(lifetime > 5.9 * 3600 && lifetime <= 6 * 3600, `lives ${lifetime} s`);
    const identity = await sandbox.clients(credentials).sts.send(new GetCallerIdentityCommand({}));
    equal(identity.Arn, body.assumedRoleUser.arn);
    const pod = (await k8s("GET", "/api/v1/namespaces/default/pods/api")).body;
    const tags = {
      "eks-cluster-arn": clusterArn(A),
      "eks-cluster-name": CLUSTER,
      "kubernetes-namespace": "default",
      "kubernetes-service-account": "api",
      "kubernetes-pod-name": "api",
      "kubernetes-pod-uid": pod.metadata.uid,
    };
    const caller = callerOf(credentials);
    deepStrictEqual(caller.transitiveTags, tags);
    deepStrictEqual(caller.principal.kind === "session" && caller.principal.tags, tags);
  });

  describe("rejects a token", () => {
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

    it("whose pod is gone, or was replaced by one of its name", async () => {
      await createPod(k8s, "brief");
      const token = await tokenOf("brief");
      await k8s("DELETE", "/api/v1/namespaces/default/pods/brief");
      await refused(token, "InvalidTokenException", /pod no longer exists/);
      await createPod(k8s, "brief");
      await refused(token, "InvalidTokenException", /pod no longer exists/);
    });

    it("whose service account is gone", async () => {
      await createPod(k8s, "leaving");
      const token = await tokenOf("leaving");
      await k8s("DELETE", "/api/v1/namespaces/default/serviceaccounts/leaving");
      await refused(token, "InvalidTokenException", /service account no longer exists/);
    });

    it("whose service account is another one of the same name", async () => {
      await createPod(k8s, "renewed");
      const token = await tokenOf("renewed");
      const accounts = "/api/v1/namespaces/default/serviceaccounts";
      await k8s("DELETE", `${accounts}/renewed`);
      await k8s("POST", accounts, { metadata: { name: "renewed" } });
      await refused(token, "InvalidTokenException", /service account no longer exists/);
    });

    it("of a pod that runs as another service account", async () => {
      const [, payload = ""] = (await tokenOf("api")).split(".");
      const { "kubernetes.io": kubernetes } = JSON.parse(
        Buffer.from(payload, "base64url").toString(),
      );
      const accounts = "/api/v1/namespaces/default/serviceaccounts";
      await k8s("POST", accounts, { metadata: { name: "stranger" } });
      const { body } = await k8s("GET", `${accounts}/stranger`);
      const claims = {
        sub: "system:serviceaccount:default:stranger",
        "kubernetes.io": {
          ...kubernetes,
          serviceaccount: { name: "stranger", uid: body.metadata.uid },
        },
      };
      const message = /runs as another service account/;
      await refused(await forge({ claims }), "InvalidTokenException", message);
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

  it("rejects a service account without an association", async () => {
    const { status, code, body } = await assume(await tokenOf("unassociated"));
    deepStrictEqual([status, code], [404, "ResourceNotFoundException"]);
    match(body.message, /^No association found/);
  });

  it("rejects a cluster that the caller's account does not have", async () => {
    const { status, code } = await assume(await tokenOf("api"), administrator, "absent");
    deepStrictEqual([status, code], [404, "ResourceNotFoundException"]);
  });

  it("rejects a caller without eks-auth:AssumeRoleForPodIdentity", async () => {
    const { body } = await assume(await tokenOf("api"));
    const { status, code } = await assume(await tokenOf("api"), body.credentials);
    deepStrictEqual([status, code], [400, "AccessDeniedException"]);
  });

  it("rejects a role whose trust names another service account, account or cluster", async () => {
    const id = await associate("other", { roleArn: roleArn(A, "reader") });
    const trusts = {
      "other-account": { "aws:SourceAccount": B },
      "other-cluster": { "aws:RequestTag/eks-cluster-arn": clusterArn(A, "other") },
      "other-arn": { "aws:SourceArn": clusterArn(A, "other") },
    };
    const refused = async () => {
      const { status, code, body } = await assume(await tokenOf("other"));
      deepStrictEqual([status, code], [400, "AccessDeniedException"]);
      match(body.message, /EKS does not have permissions to assume the associated role/);
    };
    await refused();
    for (const [name, condition] of Object.entries(trusts)) {
      await createRole(sandbox, A, name, pinnedTrust("other", condition));
      await reassociate(sandbox, id, { roleArn: roleArn(A, name) });
      await refused();
    }
    await createRole(sandbox, A, "right", pinnedTrust("other", { "aws:SourceArn": clusterArn(A) }));
    await reassociate(sandbox, id, { roleArn: roleArn(A, "right") });
    equal((await assume(await tokenOf("other"))).status, 200);
    await sandbox.clients(A).iam.send(new DeleteRoleCommand({ RoleName: "right" }));
    await refused();
  });

  it("sends no tags where they are disabled, so a trust that wants them fails closed", async () => {
    await createPod(k8s, "tagless");
    const id = await associate("tagless", {
      roleArn: roleArn(A, "reader"),
      disableSessionTags: true,
    });
    equal((await assume(await tokenOf("tagless"))).code, "AccessDeniedException");
    await createRole(sandbox, A, "open");
    const policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "secretsmanager:*", Resource: "*" }],
    });
    await reassociate(sandbox, id, { roleArn: roleArn(A, "open"), policy });
    const { body } = await assume(await tokenOf("tagless"));
    const caller = callerOf(body.credentials);
    deepStrictEqual(caller.transitiveTags, {});
    deepStrictEqual(caller.sessionPolicies, [JSON.parse(policy)]);
  });

  describe("with a target role", () => {
    const trustOfTarget = (condition: object) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${A}:root` },
            Action: ["sts:AssumeRole", "sts:TagSession"],
            Condition: {
              ArnEquals: { "aws:PrincipalArn": roleArn(A, "first") },
              StringEquals: condition,
            },
          },
        ],
      });
    before(async () => {
      await createPod(k8s, "chained");
      await createRole(sandbox, A, "first", undefined, [
        {
          Effect: "Allow",
          Action: ["sts:AssumeRole", "sts:TagSession"],
          Resource: [roleArn(B, "target"), roleArn(B, "external")],
        },
      ]);
    });

    it("chains to it for an hour, its tags coming along", async () => {
      const tags = { "aws:RequestTag/kubernetes-service-account": "chained" };
      await createRole(sandbox, B, "target", trustOfTarget(tags));
      await associate("chained", {
        roleArn: roleArn(A, "first"),
        targetRoleArn: roleArn(B, "target"),
      });
      const { status, body } = await assume(await tokenOf("chained"));
      equal(status, 200);
      match(body.assumedRoleUser.arn, new RegExp(`^arn:aws:sts::${B}:assumed-role/target/`));
      ok(body.credentials.expiration - Date.now() / 1000 <= 3600);
      equal(callerOf(body.credentials).transitiveTags["kubernetes-service-account"], "chained");
    });

    it("sends the external id where tags are disabled", async () => {
      await createPod(k8s, "external");
      const externalId = `${REGION}/${A}/${CLUSTER}/default/external`;
      await createRole(sandbox, B, "external", trustOfTarget({ "sts:ExternalId": externalId }));
      const id = await associate("external", {
        roleArn: roleArn(A, "first"),
        targetRoleArn: roleArn(B, "external"),
        disableSessionTags: true,
      });
      equal((await assume(await tokenOf("external"))).status, 200);
      await reassociate(sandbox, id, { disableSessionTags: false });
      equal((await assume(await tokenOf("external"))).code, "AccessDeniedException");
    });

    it("rejects one that does not trust the first role", async () => {
      await createPod(k8s, "stray");
      await associate("stray", {
        roleArn: roleArn(A, "first"),
        targetRoleArn: roleArn(B, "absent"),
      });
      equal((await assume(await tokenOf("stray"))).code, "AccessDeniedException");
    });
  });
});

async function createPod(k8s: Kubernetes, name: string): Promise<void> {
  await k8s("POST", "/api/v1/namespaces/default/serviceaccounts", { metadata: { name } });
  await k8s("POST", "/api/v1/namespaces/default/pods", {
    metadata: { name },
    spec: { serviceAccountName: name, containers: [{ name: "main" }] },
  });
}

async function requestToken(k8s: Kubernetes, name: string, spec: object = {}): Promise<string> {
  const { body } = await k8s("POST", `/api/v1/namespaces/default/serviceaccounts/${name}/token`, {
    spec: { audiences: [AUDIENCE], boundObjectRef: { kind: "Pod", name }, ...spec },
  });
  return body.status.token;
}

async function reassociate(sandbox: TestSandbox, associationId: string, members: object) {
  await sandbox
    .clients(A)
    .eks.send(
      new UpdatePodIdentityAssociationCommand({ clusterName: CLUSTER, associationId, ...members }),
    );
}

function pinnedTrust(serviceAccount: string, condition: object = {}): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: AUDIENCE },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          StringEquals: {
            "aws:SourceAccount": A,
            "aws:RequestTag/eks-cluster-arn": clusterArn(A),
            "aws:RequestTag/kubernetes-namespace": "default",
            "aws:RequestTag/kubernetes-service-account": serviceAccount,
            ...condition,
          },
        },
      },
    ],
  });
}
