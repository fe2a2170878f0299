import { deepStrictEqual, equal, match, rejects, strictEqual } from "node:assert/strict";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { readySeconds } from "../../../../sandbox/providers/kubernetes/readiness";
import {
  decodeRecord,
  encodeRecord,
} from "../../../../sandbox/providers/kubernetes/release-record";
import { makeResource } from "../support";
import { withProvider } from "./with-provider";

const release = "kubernetes:helm.sh/v3:Release";

describe("a Helm release", () => {
  const { engine, k8s } = withProvider();
  const make = (type: string, program: Record<string, unknown>) =>
    makeResource(engine, type, program);

  const audience = { audience: "pods.eks.amazonaws.com" };
  const driver = {
    name: "csi-secrets-store",
    namespace: "kube-system",
    chart: "secrets-store-csi-driver",
    version: "1.6.0",
    repositoryOpts: { repo: "https://kubernetes-sigs.github.io/secrets-store-csi-driver/charts" },
    values: { tokenRequests: [audience] },
  };
  const csiDriver = "/apis/storage.k8s.io/v1/csidrivers/secrets-store.csi.k8s.io";

  it("installs its chart's objects, changes them with its values, and removes them", async () => {
    const { id, inputs, state } = await make(release, driver);
    strictEqual(id, "kube-system/csi-secrets-store");
    strictEqual((state.status as Record<string, unknown>).status, "deployed");
    deepStrictEqual((await k8s("GET", csiDriver)).body.spec.tokenRequests, [audience]);

    const values = { ...driver.values, enableSecretRotation: true, syncSecret: { enabled: true } };
    const { inputs: news } = await engine.check(release, { ...driver, values }, inputs);
    deepStrictEqual((await engine.diff(release, { inputs, state }, news)).changes, {
      values: "UPDATE",
    });
    const updated = await engine.update(release, id, { inputs, state }, news);
    strictEqual((updated.status as Record<string, unknown>).revision, 2);
    strictEqual((await k8s("GET", csiDriver)).body.spec.requiresRepublish, true);

    const back = await engine.update(release, id, { inputs: news, state: updated }, inputs);
    const roles = "/apis/rbac.authorization.k8s.io/v1/clusterroles/secretprovidersyncing-role";
    strictEqual((await k8s("GET", roles)).status, 404);
    deepStrictEqual((await engine.read(release, id, { inputs, state: back })).inputs, inputs);

    await rejects(engine.create(release, inputs), /cannot re-use a name that is still in use/);
    const rival = await engine.check(release, { ...driver, name: "rival" });
    await rejects(
      engine.create(release, rival.inputs),
      /cannot be imported into the current release/,
    );

    await engine.delete(release, id, back);
    strictEqual((await k8s("GET", csiDriver)).status, 404);
    strictEqual((await engine.read(release, id, { inputs, state: back })).id, "");
  });

  it("neither goes on with an installation that was cut short nor takes its name, until it is removed", async () => {
    const { id, inputs, state } = await make(release, driver);
    const secret = "/api/v1/namespaces/kube-system/secrets/sh.helm.release.v1.csi-secrets-store.v1";
    const record = decodeRecord((await k8s("GET", secret)).body.data.release);
    const data = { release: encodeRecord({ ...record, status: "pending-install" }) };
    await k8s("PATCH", secret, { data }, "application/merge-patch+json");

    const { state: pending } = await engine.read(release, id, { inputs, state });
    strictEqual((pending.status as Record<string, unknown>).status, "pending-install");
    await rejects(
      engine.update(release, id, { inputs, state: pending }, { ...inputs, values: {} }),
      /another operation \(install\/upgrade\/rollback\) is in progress/,
    );
    await rejects(engine.create(release, inputs), /cannot re-use a name/);
    await engine.delete(release, id, pending);
    const { state: whole } = await engine.create(release, inputs);
    strictEqual((whole.status as Record<string, unknown>).status, "deployed");
    await engine.delete(release, id, whole);
  });

  it("rejects charts and files that the sandbox does not have", async () => {
    const { failures } = await engine.check(release, { chart: "nginx", valueYamlFiles: ["f"] });
    match(failures.join("\n"), /chart must be one of the charts .*, got nginx/);
    match(failures.join("\n"), /valueYamlFiles is refused/);
  });
});

const TYPE = "kubernetes:apps/v1:Deployment";

describe("how long the kubernetes provider waits for a Deployment", () => {
  it("is ten minutes, or what the annotation says, or rather what customTimeouts says", () => {
    const annotations = { "pulumi.com/timeoutSeconds": "30" };
    equal(readySeconds({}, 0), 600);
    equal(readySeconds(annotations, 0), 30);
    equal(readySeconds(annotations, 5), 5);
  });
});

describe("a Deployment whose pods are not ready yet", () => {
  const { engine, k8s } = withProvider();
  let calls: string[];
  const count = (message: unknown) => {
    const { method, path } = (message as { request: ClientRequest }).request;
    if (path.includes("/deployments")) calls.push(`${method} ${path}`);
  };

  beforeEach(() => {
    calls = [];
    subscribe("http.client.request.start", count);
  });

  afterEach(() => {
    unsubscribe("http.client.request.start", count);
  });

  const create = async (name: string) => {
    const { inputs } = await engine.check(TYPE, {
      metadata: { name, annotations: { "pulumi.com/timeoutSeconds": "20" } },
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { serviceAccountName: name, containers: [{ name: "c", image: "i" }] },
        },
      },
    });
    return engine.create(TYPE, inputs);
  };
  it("is watched until they are: the API is not asked again and again", async () => {
    const made = create("late");
    await pause(2000);
    const path = "/api/v1/namespaces/default/serviceaccounts";
    equal((await k8s("POST", path, { metadata: { name: "late" } })).status, 201);
    const { state } = await made;
    equal((state.status as { readyReplicas?: number }).readyReplicas, 1);
    deepStrictEqual(
      calls.map((call) => call.split(/[ ?]/)[0]),
      ["GET", "PATCH", "GET"],
    );
  });

  it("fails as soon as it is deleted", async () => {
    const made = rejects(create("gone"), /"default\/gone" was deleted while it started/);
    await pause(1000);
    const path = "/apis/apps/v1/namespaces/default/deployments/gone";
    equal((await k8s("DELETE", path)).status, 200);
    await made;
  });
});
