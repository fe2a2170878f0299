import { deepStrictEqual, equal, match, ok } from "node:assert";

import { APPLY, DEPLOYMENTS, deploymentOf } from "../pods-support";
import { withCluster } from "../with-cluster";

const ACCOUNTS = "/api/v1/namespaces/default/serviceaccounts";

describe("objects of the Kubernetes API", () => {
  const { k8s } = withCluster();

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
