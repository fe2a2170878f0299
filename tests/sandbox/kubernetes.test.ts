import { deepStrictEqual, equal, match, ok } from "node:assert";
import { AssociateAccessPolicyCommand, CreateAccessEntryCommand } from "@aws-sdk/client-eks";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import fc from "fast-check";
import { decodeJwt } from "jose";

import { clusterAddress, clusterRequest } from "./cluster-request";
import {
  bearerToken,
  CLUSTER,
  createCluster,
  createRole,
  type Kubernetes,
  kubernetes,
  roleArn,
} from "./eks-support";
import { APPLY, CLASSES, DEPLOYMENTS, deploymentOf } from "./pods-support";
import { A, B, type Credentials, startSandbox, type TestSandbox } from "./support";

const ACCOUNTS = "/api/v1/namespaces/default/serviceaccounts";

describe("the Kubernetes API", () => {
  let sandbox: TestSandbox;
  let k8s: Kubernetes;
  before(async () => {
    sandbox = await startSandbox();
    await createCluster(sandbox, A, { nodes: false });
    await createCluster(sandbox, A, { name: "twin", nodes: false });
    k8s = await kubernetes(sandbox, A);
  });
  after(async () => {
    deepStrictEqual(sandbox.failures, []);
    await sandbox.stop();
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
      const { eks, sts } = sandbox.clients(A);
      if (policy) {
        await eks.send(new CreateAccessEntryCommand({ clusterName: CLUSTER, principalArn }));
        await eks.send(
          new AssociateAccessPolicyCommand({
            clusterName: CLUSTER,
            principalArn,
            policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
            accessScope: namespaces ? { type: "namespace", namespaces } : { type: "cluster" },
          }),
        );
      }
      const { Credentials: session } = await sts.send(
        new AssumeRoleCommand({ RoleArn: principalArn, RoleSessionName: "test" }),
      );
      const credentials: Credentials = {
        accessKeyId: session?.AccessKeyId ?? "",
        secretAccessKey: session?.SecretAccessKey ?? "",
        sessionToken: session?.SessionToken ?? "",
      };
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

  describe("objects", () => {
    it("are created, read, listed, replaced and deleted", async () => {
      const made = await k8s("POST", ACCOUNTS, {
        metadata: { name: "life", labels: { app: "life" }, uid: "forged", resourceVersion: "999" },
      });
      equal(made.status, 201);
      equal(made.body.kind, "ServiceAccount");
      ok(made.body.metadata.uid !== "forged" && made.body.metadata.resourceVersion !== "999");
      match(made.body.metadata.creationTimestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      equal(
        (await k8s("POST", ACCOUNTS, { metadata: { name: "life" } })).body.reason,
        "AlreadyExists",
      );
      const list = await k8s("GET", `${ACCOUNTS}?labelSelector=app%3Dlife`);
      deepStrictEqual(
        list.body.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name),
        ["life"],
      );
      equal(list.body.kind, "ServiceAccountList");
      const replaced = await k8s("PUT", `${ACCOUNTS}/life`, {
        metadata: { name: "life", annotations: { a: "b" } },
      });
      deepStrictEqual(replaced.body.metadata.annotations, { a: "b" });
      equal(replaced.body.metadata.uid, made.body.metadata.uid);
      const stale = await k8s("PUT", `${ACCOUNTS}/life`, {
        metadata: { name: "life", resourceVersion: made.body.metadata.resourceVersion },
      });
      deepStrictEqual([stale.status, stale.body.reason], [409, "Conflict"]);
      equal((await k8s("DELETE", `${ACCOUNTS}/life`)).status, 200);
      const gone = await k8s("GET", `${ACCOUNTS}/life`);
      deepStrictEqual([gone.status, gone.body.reason], [404, "NotFound"]);
      equal(gone.body.message, 'serviceaccounts "life" not found');
    });

    it("keep their version where nothing changed", async () => {
      const object = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "calm" } };
      const first = await k8s("PATCH", `${ACCOUNTS}/calm`, object, APPLY);
      const second = await k8s("PATCH", `${ACCOUNTS}/calm`, object, APPLY);
      deepStrictEqual([first.status, second.status], [201, 200]);
      deepStrictEqual(second.body, first.body);
    });

    it("are merged by a patch, and lose what their manager no longer applies", async () => {
      const path = `${ACCOUNTS}/patched`;
      const labelled = (labels: object) => ({ metadata: { name: "patched", labels } });
      await k8s("PATCH", path, labelled({ mine: "1", ours: "1" }), APPLY);
      await k8s(
        "PATCH",
        path,
        { metadata: { labels: { other: "2" } } },
        "application/merge-patch+json",
      );
      const applied = await k8s(
        "PATCH",
        path,
        "metadata:\n  name: patched\n  labels: {ours: '3'}\n",
        APPLY,
      );
      deepStrictEqual(applied.body.metadata.labels, { ours: "3", other: "2" });
      const removed = await k8s(
        "PATCH",
        path,
        [{ op: "remove", path: "/metadata/labels/other" }],
        "application/json-patch+json",
      );
      deepStrictEqual(removed.body.metadata.labels, { ours: "3" });
    });

    it("stay as they are in a dry run", async () => {
      const { status } = await k8s("POST", `${ACCOUNTS}?dryRun=All`, { metadata: { name: "dry" } });
      equal(status, 201);
      equal((await k8s("GET", `${ACCOUNTS}/dry`)).status, 404);
    });

    it("go with their namespace, which brings a default service account", async () => {
      await k8s("POST", "/api/v1/namespaces", { metadata: { name: "brief" } });
      const path = "/api/v1/namespaces/brief/serviceaccounts";
      equal((await k8s("GET", `${path}/default`)).status, 200);
      equal((await k8s("DELETE", "/api/v1/namespaces/brief")).status, 200);
      equal((await k8s("GET", `${path}/default`)).status, 404);
      const homeless = await k8s("POST", path, { metadata: { name: "homeless" } });
      equal(homeless.body.message, 'namespaces "brief" not found');
    });

    it("count generations of what they want, not of what they are", async () => {
      await k8s("PATCH", `${DEPLOYMENTS}/counted`, deploymentOf({ name: "counted" }), APPLY);
      const replaced = { spec: { replicas: 2 } };
      const merge = "application/merge-patch+json";
      const { body } = await k8s("PATCH", `${DEPLOYMENTS}/counted`, replaced, merge);
      equal(body.metadata.generation, 2);
      const labelled = await k8s(
        "PATCH",
        `${DEPLOYMENTS}/counted`,
        { metadata: { labels: { a: "b" } } },
        merge,
      );
      equal(labelled.body.metadata.generation, 2);
      const lied = await k8s(
        "PATCH",
        `${DEPLOYMENTS}/counted`,
        { status: { readyReplicas: 99 } },
        merge,
      );
      ok(lied.body.status?.readyReplicas !== 99);
      await k8s("DELETE", `${DEPLOYMENTS}/counted`);
    });
  });

  describe("rejects", () => {
    const invalid = async (path: string, object: object, message: RegExp) => {
      const { status, body } = await k8s("POST", path, object);
      deepStrictEqual([status, body.reason], [422, "Invalid"]);
      match(body.message, message);
    };
    const parametersOf = (parameters: object) => ({
      metadata: { name: "spc" },
      spec: { provider: "aws", parameters },
    });

    it("a SecretProviderClass of v1alpha1, or with parameters that are no strings", async () => {
      const old = CLASSES.replace("/v1/", "/v1alpha1/");
      equal((await k8s("POST", old, parametersOf({}))).status, 404);
      await invalid(
        CLASSES,
        parametersOf({ usePodIdentity: true }),
        /spec\.parameters\.usePodIdentity in body must be of type string: "boolean"/,
      );
      await invalid(CLASSES, parametersOf({ objects: [] }), /must be of type string: "array"/);
    });

    it("names that are none", async () => {
      for (const name of ["Upper", "under_score", "-dash", "x".repeat(254), "..", "a/b"]) {
        await invalid(ACCOUNTS, { metadata: { name } }, /RFC 1123/);
      }
    });

    it("a Deployment whose selector, mounts or volumes do not fit together", async () => {
      const broken = (change: (spec: ReturnType<typeof deploymentOf>["spec"]) => void) => {
        const object = deploymentOf({ name: "broken" });
        change(object.spec);
        return object;
      };
      await invalid(
        DEPLOYMENTS,
        broken((spec) => {
          spec.selector.matchLabels = { app: "else" };
        }),
        /`selector` does not match template `labels`/,
      );
      await invalid(
        DEPLOYMENTS,
        broken((spec) => {
          spec.template.spec.volumes = [];
        }),
        /volumeMounts\[0\]\.name: Not found: "secrets"/,
      );
      for (const name of ["../../escape", "", "A"]) {
        await invalid(
          DEPLOYMENTS,
          broken((spec) => {
            for (const volume of spec.template.spec.volumes) volume.name = name;
            for (const { volumeMounts } of spec.template.spec.containers) {
              for (const mount of volumeMounts) mount.name = name;
            }
          }),
          /volumes\[0\]\.name: Invalid value/,
        );
      }
    });

    it("a body for another kind, name or namespace, or that is not read", async () => {
      const bad: [path: string, body: unknown, type?: string][] = [
        [ACCOUNTS, { kind: "Pod", metadata: { name: "x" } }],
        [ACCOUNTS, { metadata: {} }],
        [ACCOUNTS, { metadata: { name: "x", namespace: "kube-system" } }],
        [ACCOUNTS, "{"],
        [ACCOUNTS, "[]"],
        [ACCOUNTS, `${"[".repeat(1000)}${"]".repeat(1000)}`],
      ];
      for (const [path, body, type] of bad) {
        const { status, body: answer } = await k8s("POST", path, body, type);
        deepStrictEqual([status, answer.kind], [400, "Status"]);
      }
      equal((await k8s("POST", ACCOUNTS, "x", "application/vnd.kubernetes.protobuf")).status, 415);
      equal((await k8s("OPTIONS", ACCOUNTS)).status, 405);
    });

    it("paths that name nothing", async () => {
      for (const path of [
        "/api/v1/nonsense",
        "/api/v2/pods",
        "/apis/apps/v1/namespaces/default/pods",
        "/api/v1/namespaces/default/pods/a/b/c",
        "/api/v1/pods/x",
        `/api/v1/namespaces/default/pods/${"x".repeat(3000)}`,
        "/api/v1/namespaces/default//x",
      ]) {
        const { status, body } = await k8s("GET", path);
        deepStrictEqual([path, status, body.kind], [path, 404, "Status"]);
      }
    });
  });

  it("issues tokens for the audience asked, bound to a pod of that service account only", async () => {
    await k8s("POST", ACCOUNTS, { metadata: { name: "issued" } });
    const token = (spec: object) => k8s("POST", `${ACCOUNTS}/issued/token`, { spec });
    const { status, body } = await token({ audiences: ["a", "b"], expirationSeconds: 700 });
    equal(status, 201);
    const claims = decodeJwt(body.status.token);
    deepStrictEqual(claims.aud, ["a", "b"]);
    equal((claims.exp ?? 0) - (claims.iat ?? 0), 700);
    equal(claims.sub, "system:serviceaccount:default:issued");
    equal((await token({ boundObjectRef: { kind: "Pod", name: "absent" } })).status, 404);
  });

  it("says what it serves", async () => {
    const { body } = await k8s("GET", "/apis/secrets-store.csi.x-k8s.io/v1");
    deepStrictEqual(body.resources[0].kind, "SecretProviderClass");
    equal((await k8s("GET", "/version")).body.minor, "34");
    equal((await k8s("GET", "/api")).body.versions[0], "v1");
  });

  it("answers any path, method and body with a Status or an object, never with a failure", async () => {
    const segment = fc.oneof(
      fc.constantFrom("api", "apis", "v1", "apps", "namespaces", "default", "pods", "..", "%00"),
      fc.string({ maxLength: 8 }).map(encodeURIComponent),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(segment, { maxLength: 8 }),
        fc.constantFrom("GET", "POST", "PUT", "PATCH"),
        fc.oneof(fc.json(), fc.string()),
        fc.constantFrom("application/json", APPLY, "application/json-patch+json", "text/plain"),
        async (segments, method, body, type) => {
          const path = `/${segments.join("/")}`;
          const answer = await k8s(method, path, method === "GET" ? undefined : body, type);
          ok(answer.status < 500, `${method} ${path}: ${answer.status}`);
        },
      ),
      { numRuns: 200 },
    );
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
