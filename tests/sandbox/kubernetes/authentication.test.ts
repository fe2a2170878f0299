import { deepStrictEqual, equal, match } from "node:assert/strict";
import {
  bearerToken,
  CLUSTER,
  clusterAddress,
  clusterRequest,
  createCluster,
  createRole,
  type Kubernetes,
  kubernetes,
  roleArn,
  withCluster,
} from "../eks-support";
import { policy } from "../secrets-support";
import { A, B, type Credentials, credentialsOf } from "../support";

const ACCOUNTS = "/api/v1/namespaces/default/serviceaccounts";

describe("the Kubernetes API", () => {
  const { sandbox, eks, sts } = withCluster();
  before(async () => {
    await createCluster(sandbox, A, { name: "twin", nodes: false });
  });

  const bearer = async (token: string | undefined, cluster = CLUSTER, account = A) => {
    const address = clusterAddress(sandbox.endpoint, sandbox.directory, account, cluster);
    return (await clusterRequest(address, "/api/v1/namespaces", { token })).status;
  };

  describe("takes the token of aws eks get-token", () => {
    it("from the account's administrator who made the cluster", async () => {
      equal(await bearer(await bearerToken(sandbox, sandbox.administrator(A), CLUSTER)), 200);
    });

    it("rejects one for another cluster of the same account", async () => {
      equal(await bearer(await bearerToken(sandbox, sandbox.administrator(A), "twin")), 401);
      equal(
        await bearer(await bearerToken(sandbox, sandbox.administrator(A), "twin"), "twin"),
        200,
      );
    });

    it("rejects another account's administrator, a wrong secret and an unknown cluster", async () => {
      equal(await bearer(await bearerToken(sandbox, sandbox.administrator(B), CLUSTER)), 401);
      const wrong = { ...sandbox.administrator(A), secretAccessKey: "wrong" };
      equal(await bearer(await bearerToken(sandbox, wrong, CLUSTER)), 401);
      const absent = await bearerToken(sandbox, sandbox.administrator(A), "absent");
      equal(await bearer(absent, "absent"), 401);
    });

    it("rejects one whose signature does not cover the cluster's name, or another action", async () => {
      const administrator = sandbox.administrator(A);
      const signed = (options: object) => bearerToken(sandbox, administrator, CLUSTER, options);
      equal(await bearer(await signed({})), 200);
      equal(await bearer(await signed({ signsCluster: false })), 401);
      equal(await bearer(await signed({ action: "GetSessionToken" })), 401);
    });

    it("rejects one that was changed after it was signed", async () => {
      const token = await bearerToken(sandbox, sandbox.administrator(A), CLUSTER);
      const url = new URL(Buffer.from(token.slice("k8s-aws-v1.".length), "base64url").toString());
      url.searchParams.set("Version", "2011-06-16");
      const changed = Buffer.from(url.href).toString("base64url");
      equal(await bearer(`k8s-aws-v1.${changed}`), 401);
    });

    it("rejects one older than a quarter of an hour", async () => {
      const token = await bearerToken(sandbox, sandbox.administrator(A), CLUSTER);
      sandbox.advance(16 * 60 * 1000);
      equal(await bearer(token), 401);
      sandbox.advance(-16 * 60 * 1000);
      equal(await bearer(token), 200);
    });

    it("rejects anything else", async () => {
      for (const token of [
        undefined,
        "x",
        "k8s-aws-v1.",
        "k8s-aws-v1.eA",
        `k8s-aws-v1.${"A".repeat(9000)}`,
      ]) {
        equal(await bearer(token), 401);
      }
    });
  });

  describe("lets an access entry", () => {
    const asRole = async (name: string, policy?: string, namespaces?: string[]) => {
      await createRole(sandbox, A, name, accountTrust(A));
      const principalArn = roleArn(A, name);
      if (policy) {
        await eks.createAccessEntry({ clusterName: CLUSTER, principalArn });
        await eks.associateAccessPolicy({
          clusterName: CLUSTER,
          principalArn,
          policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
          accessScope: namespaces ? { type: "namespace", namespaces } : { type: "cluster" },
        });
      }
      const { Credentials: session } = await sts.assumeRole({
        RoleArn: principalArn,
        RoleSessionName: "test",
      });
      const credentials: Credentials = credentialsOf(session);
      return kubernetes(sandbox, A, { credentials });
    };

    it("view, but neither change nor read secrets", async () => {
      const view = await asRole("view", "AmazonEKSViewPolicy");
      equal((await view("GET", ACCOUNTS)).status, 200);
      const { status, body } = await view("POST", ACCOUNTS, { metadata: { name: "x" } });
      equal(status, 403);
      deepStrictEqual([body.kind, body.reason, body.code], ["Status", "Forbidden", 403]);
      match(body.message, /User "arn:aws:sts::1{12}:assumed-role\/view\/test" cannot create/);
      equal((await view("GET", "/api/v1/namespaces/default/secrets")).status, 403);
    });

    it("edit in its namespaces only, and nothing of the whole cluster", async () => {
      const edit = await asRole("edit", "AmazonEKSEditPolicy", ["default"]);
      equal((await edit("POST", ACCOUNTS, { metadata: { name: "edited" } })).status, 201);
      equal((await edit("GET", "/api/v1/namespaces/kube-system/serviceaccounts")).status, 403);
      equal((await edit("GET", "/apis/storage.k8s.io/v1/csidrivers")).status, 403);
      equal((await edit("POST", "/api/v1/namespaces", { metadata: { name: "n" } })).status, 403);
    });

    it("rejects a principal that has none, however mighty in IAM", async () => {
      const stranger = await asRole("stranger");
      equal((await stranger("GET", ACCOUNTS)).status, 401);
    });
  });
});

function accountTrust(account: string): string {
  return policy({ Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "sts:AssumeRole" });
}

const MAY_I = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
const WHO_AM_I = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

describe("a cluster tells users who they are and what they may", () => {
  const { k8s, sandbox, eks, iam } = withCluster();

  const may = async (api: Kubernetes, attributes: object, path = "resourceAttributes") => {
    const { body } = await api("POST", MAY_I, { spec: { [path]: attributes } });
    return body.status.allowed;
  };

  it("as the cluster's administrator", async () => {
    const { status, body } = await k8s("POST", WHO_AM_I, {});
    equal(status, 201);
    const { extra, groups, uid, username } = body.status.userInfo;
    const arn = `arn:aws:iam::${A}:user/administrator`;
    deepStrictEqual([username, groups, extra.arn], [arn, ["system:authenticated"], [arn]]);
    match(uid, /^aws-iam-authenticator:1{12}:AIDA/);
    equal(await may(k8s, { verb: "*", group: "*", resource: "*" }), true);
    equal(await may(k8s, { verb: "post", path: "/metrics" }, "nonResourceAttributes"), true);
  });

  /** A user of the account. Its access entry has one policy, for the namespace `default`. */
  const userWith = async (name: string, policy: string) => {
    await iam.createUser({ UserName: name });
    const { AccessKey } = await iam.createAccessKey({ UserName: name });
    const entry = { clusterName: CLUSTER, principalArn: `arn:aws:iam::${A}:user/${name}` };
    await eks.createAccessEntry({ ...entry, kubernetesGroups: [`${name}s`] });
    const policyArn = `arn:aws:eks::aws:cluster-access-policy/${policy}`;
    const accessScope = { type: "namespace" as const, namespaces: ["default"] };
    await eks.associateAccessPolicy({ ...entry, policyArn, accessScope });
    const { AccessKeyId = "", SecretAccessKey = "" } = AccessKey ?? {};
    const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey };
    return kubernetes(sandbox, A, { credentials });
  };
  const checkAnswers = async (api: Kubernetes, answers: [object, boolean][]) => {
    for (const [attributes, allowed] of answers) {
      equal(await may(api, attributes), allowed, JSON.stringify(attributes));
    }
  };

  it("as one who may view one namespace", async () => {
    const viewer = await userWith("viewer", "AmazonEKSViewPolicy");
    const { userInfo } = (await viewer("POST", WHO_AM_I, {})).body.status;
    deepStrictEqual(userInfo.groups, ["viewers", "system:authenticated"]);
    await checkAnswers(viewer, [
      [{ verb: "get", resource: "pods", namespace: "default" }, true],
      [{ verb: "watch", resource: "deployments", group: "apps", namespace: "default" }, true],
      [{ verb: "get", resource: "secrets", namespace: "default" }, false],
      [{ verb: "delete", resource: "pods", namespace: "default" }, false],
      [{ verb: "get", resource: "pods", namespace: "kube-system" }, false],
      [{ verb: "get", resource: "pods" }, false],
      [{ verb: "get", resource: "*", namespace: "default" }, false],
    ]);
    equal(await may(viewer, { verb: "get", path: "/version" }, "nonResourceAttributes"), true);
    equal(await may(viewer, { verb: "get", path: "/metrics" }, "nonResourceAttributes"), false);
  });

  it("as one who may edit one namespace", async () => {
    await checkAnswers(await userWith("editor", "AmazonEKSEditPolicy"), [
      [{ verb: "create", resource: "pods", namespace: "default" }, true],
      [{ verb: "delete", resource: "secrets", namespace: "default" }, true],
      [{ verb: "create", resource: "pods", namespace: "kube-system" }, false],
      [{ verb: "*", resource: "*", namespace: "default" }, false],
      [{ verb: "get", resource: "nodes" }, false],
    ]);
  });

  it("lists of rules, which lack what the access policies allow", async () => {
    const rules = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews";
    const { status, body } = await k8s("POST", rules, { spec: { namespace: "default" } });
    equal(status, 201);
    const { evaluationError, incomplete, nonResourceRules, resourceRules } = body.status;
    equal(incomplete, true);
    equal(evaluationError, "webhook authorizer does not support user rule resolution");
    deepStrictEqual(
      resourceRules.flatMap(({ resources }: { resources: string[] }) => resources),
      ["selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews"],
    );
    equal(nonResourceRules[0].nonResourceURLs.includes("/version"), true);
    for (const spec of [{}, { namespace: "" }, { namespace: 1 }, undefined]) {
      const none = await k8s("POST", rules, { spec });
      deepStrictEqual([none.status, none.body.message], [400, "no namespace on request"]);
    }
  });

  it("of one thing at a time, and of nothing that is not judged", async () => {
    equal((await k8s("POST", MAY_I, { spec: {} })).status, 422);
    const fieldSelector = { rawSelector: "a=b" };
    const spec = { resourceAttributes: { verb: "get", resource: "pods", fieldSelector } };
    equal((await k8s("POST", MAY_I, { spec })).status, 400);
  });
});
