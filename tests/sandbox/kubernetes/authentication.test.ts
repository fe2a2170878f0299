import { deepStrictEqual, equal, match } from "node:assert";

import { clusterAddress, clusterRequest } from "../cluster-request";
import {
  bearerToken,
  CLUSTER,
  createCluster,
  createRole,
  kubernetes,
  roleArn,
} from "../eks-support";
import { A, B, type Credentials, credentialsOf } from "../support";
import { withCluster } from "../with-cluster";

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
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: "sts:AssumeRole",
      },
    ],
  });
}
