import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import { bearerToken, CLUSTER, clusterAddress, clusterRequest, withCluster } from "../eks-support";
import { APPLY, DEPLOYMENTS, deploymentOf } from "../pods-support";
import { A } from "../support";

describe("objects of the Kubernetes API", () => {
  const ACCOUNTS = "/api/v1/namespaces/default/serviceaccounts";

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

describe("fields that Kubernetes lacks", () => {
  const DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
  const CLASSES = "/apis/secrets-store.csi.x-k8s.io/v1/namespaces/default/secretproviderclasses";
  const APPLY = "application/apply-patch+yaml";

  const labels = { app: "web" };
  const container = { name: "app", image: "nginx" };
  const template = { metadata: { labels }, spec: { containers: [container] } };
  const spec = { selector: { matchLabels: labels }, template };

  /** A manifest with five fields that Kubernetes does not have, at every depth. */
  const wrong = {
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ ...container, imagee: "x", env: [{ name: "A", val: "1" }] }],
          serviceAccount_: "x",
        },
      },
      replica: 2,
    },
    top: 1,
  };
  const PLACES = [
    "spec.template.spec.containers[0].imagee",
    "spec.template.spec.containers[0].env[0].val",
    "spec.template.spec.serviceAccount_",
    "spec.replica",
    "top",
  ];
  const named = PLACES.map((place) => `unknown field "${place}"`);

  const { k8s, sandbox } = withCluster();
  const post = (name: string, query: string, more: object = wrong) =>
    k8s("POST", `${DEPLOYMENTS}?${query}`, { metadata: { name }, spec, ...more });

  it("are refused where the request is strict, each by its place", async () => {
    const { status, body } = await post("web", "fieldValidation=Strict");
    deepStrictEqual([status, body.reason], [400, "BadRequest"]);
    equal(
      body.message,
      `Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: ${named.join(", ")}`,
    );
    equal((await k8s("GET", `${DEPLOYMENTS}/web`)).status, 404);
    equal((await post("right", "fieldValidation=Strict", {})).status, 201);
    const put = await k8s("PUT", `${DEPLOYMENTS}/right?fieldValidation=Strict`, {
      metadata: { name: "right" },
      spec: { ...spec, replica: 1 },
    });
    match(put.body.message, /strict decoding error: unknown field "spec\.replica"$/);
  });

  it("are left out otherwise, with a warning unless none is wanted", async () => {
    const token = await bearerToken(sandbox, sandbox.administrator(A), CLUSTER);
    const address = clusterAddress(sandbox.endpoint, sandbox.directory, A, CLUSTER);
    for (const [name, query, warned] of [
      ["silent", "fieldValidation=Ignore", []],
      ["warned", "fieldValidation=Warn", named],
      ["default", "", named],
    ] as const) {
      const body = { metadata: { name }, ...wrong };
      const path = `${DEPLOYMENTS}?${query}`;
      const { headers, status, text } = await clusterRequest(address, path, {
        ...{ method: "POST", token, body },
      });
      equal(status, 201, text);
      const warnings = warned.map((one) => `299 - "${one.replaceAll('"', '\\"')}"`);
      equal(headers.warning ?? "", warnings.join(", "));
      for (const place of ["imagee", "serviceAccount_", '"val"', "replica\\b", '"top"']) {
        equal(new RegExp(place).test(text), false, `${place} in ${text}`);
      }
    }
  });

  it("are refused in a patch, with what it would have made", async () => {
    await post("patched", "", {});
    const patch = async (body: unknown, type: string, query = "fieldValidation=Strict") =>
      k8s("PATCH", `${DEPLOYMENTS}/patched?${query}`, body, `application/${type}`);
    const change = { spec: { unknown: 1 } };
    for (const [body, type, value] of [
      [change, "merge-patch+json", /Invalid value: "\{.*\\"unknown\\":1.*\}"/],
      [
        [{ op: "add", path: "/spec/unknown", value: 1 }],
        "json-patch+json",
        /Invalid value: "\{.*\\"unknown\\":1.*\}"/,
      ],
      [change, "strategic-merge-patch+json", /Invalid value: "map\[spec:map\[unknown:1\]\]"/],
    ] as const) {
      const answer = await patch(body, type);
      deepStrictEqual([answer.status, answer.body.reason], [422, "Invalid"]);
      match(answer.body.message, /^ "" is invalid: patch: Invalid value: /);
      match(answer.body.message, value);
      match(answer.body.message, /: strict decoding error: unknown field "spec\.unknown"$/);
    }
    const kept = await patch({ spec: { unknown: 1, replicas: 3 } }, "merge-patch+json", "");
    deepStrictEqual([kept.body.spec.replicas, kept.body.spec.unknown], [3, undefined]);
  });

  it("are refused in a server-side apply, whatever the request wants", async () => {
    const apply = (path: string, object: object, query = "") =>
      k8s("PATCH", `${path}?fieldManager=m${query}`, object, APPLY);
    const metadata = { name: "applied" };
    const about = "failed to create typed patch object (default/applied; ";
    for (const query of ["", "&fieldValidation=Ignore", "&fieldValidation=Strict"]) {
      const one = await apply(`${DEPLOYMENTS}/applied`, { metadata, spec, top: 1 }, query);
      equal(
        one.body.message,
        `${about}apps/v1, Kind=Deployment): .top: field not declared in schema`,
      );
      equal(one.status, 500);
    }
    const two = await apply(`${DEPLOYMENTS}/applied`, { metadata, ...wrong });
    match(
      two.body.message,
      /\): errors:\n {2}\.spec\.template\.spec\.containers\[name="app"\]\.im/,
    );
    const parameters = { objects: "[]", anything: "its own names" };
    const provider = { provider: "aws", parameters };
    const made = await apply(`${CLASSES}/applied`, { metadata, spec: provider });
    deepStrictEqual([made.status, made.body.spec], [201, provider]);
    const wrongClass = await apply(`${CLASSES}/applied`, { metadata, spec: provider, specs: {} });
    match(wrongClass.body.message, /: \.specs: field not declared in schema$/);
  });

  it("are not looked for in a way that does not exist", async () => {
    const { status, body } = await post("web", "fieldValidation=Loose", {});
    equal(status, 422);
    equal(
      body.message,
      'CreateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "Loose": supported values: "", "Ignore", "Strict", "Warn"',
    );
  });

  it("include none that is merely named as one of JavaScript's", async () => {
    const text = `{"metadata":{"name":"proto"},"data":{"__proto__":"a"},"__proto__":{"x":1}}`;
    const path = "/api/v1/namespaces/default/configmaps";
    const strict = await k8s("POST", `${path}?fieldValidation=Strict`, text);
    match(strict.body.message, /unknown field "__proto__"$/);
    const { body } = await k8s("POST", path, text);
    deepStrictEqual(Object.entries(body.data), [["__proto__", "a"]]);
  });
});
