import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";

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
