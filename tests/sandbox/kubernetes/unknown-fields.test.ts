import { deepStrictEqual, equal, match } from "node:assert/strict";

import { clusterAddress, clusterRequest } from "../cluster-request";
import { bearerToken, CLUSTER } from "../eks-support";
import { A } from "../support";
import { withCluster } from "../with-cluster";

const DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
const CLASSES = "/apis/secrets-store.csi.x-k8s.io/v1/namespaces/default/secretproviderclasses";
const APPLY = "application/apply-patch+yaml";

const labels = { app: "web" };
const container = { name: "app", image: "nginx" };
const template = { metadata: { labels }, spec: { containers: [container] } };
const spec = { selector: { matchLabels: labels }, template };

/** With five fields that Kubernetes lacks, at every depth. */
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

describe("fields that Kubernetes lacks", () => {
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
