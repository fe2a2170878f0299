import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";

import { changeResource, type Engine, makeResource } from "../support";
import { withProvider } from "./with-provider";

const configMap = "kubernetes:core/v1:ConfigMap";
const deployment = "kubernetes:apps/v1:Deployment";
const merge = "application/merge-patch+json";

describe("hand changes, met by the kubernetes provider", () => {
  const { engine, engineFor, k8s } = withProvider({ nodes: false });
  let forcing: Engine;

  before(async () => {
    forcing = await engineFor({ enablePatchForce: "true" });
  });
  const map = (name: string, value: string, annotations = {}) => ({
    metadata: { name, annotations },
    data: { a: value },
  });
  const mapPath = (name: string) => `/api/v1/namespaces/default/configmaps/${name}`;
  const patch = (path: string, body: object, manager = "kubectl-patch") =>
    k8s("PATCH", `${path}?fieldManager=${manager}`, body, merge);
  /** A map whose value the program set to 1 and somebody changed to 2, as a refresh finds it. */
  const patched = async (name: string, annotations = {}) => {
    const made = await makeResource(engine, configMap, map(name, "1", annotations));
    await patch(mapPath(name), { data: { a: "2" } });
    return { made, found: await engine.read(configMap, made.id, made) };
  };
  const conflict =
    /Server-Side Apply field conflict detected.*conflict with "kubectl-patch" using v1: \.data\.a/s;

  it("end a preview with a conflict, and a run that takes the fields of kubectl over", async () => {
    const { made, found } = await patched("patched");
    deepStrictEqual((await engine.diff(configMap, found, made.inputs)).changes, {
      "data.a": "UPDATE_REPLACE",
    });
    const preview = engine.update(configMap, made.id, found, made.inputs, { preview: true });
    await rejects(preview, conflict);
    const updated = await engine.update(configMap, made.id, found, made.inputs);
    deepStrictEqual(updated.data, { a: "1" });
  });

  it("by another tool than kubectl end the run, too", async () => {
    const made = await makeResource(engine, configMap, map("operated", "1"));
    await patch(mapPath("operated"), { data: { a: "2" } }, "operator");
    const found = await engine.read(configMap, made.id, made);
    await rejects(
      engine.update(configMap, made.id, found, made.inputs),
      /conflict with "operator"/,
    );
  });

  it("are undone by force, which the object's annotation or the provider asks for", async () => {
    const annotated = await patched("annotated", { "pulumi.com/patchForce": "true" });
    const { made } = annotated;
    const before = await engine.update(configMap, made.id, annotated.found, made.inputs, {
      preview: true,
    });
    deepStrictEqual(before.data, { a: "1" });
    strictEqual((await k8s("GET", mapPath("annotated"))).body.data.a, "2");

    const { made: one, found } = await patched("provided");
    const updated = await forcing.update(configMap, one.id, found, one.inputs);
    deepStrictEqual(updated.data, { a: "1" });
  });

  it("of what the program does not say are not seen; the next update undoes those of kubectl alone", async () => {
    const made = await makeResource(engine, configMap, map("shared", "1"));
    const path = mapPath("shared");
    await patch(path, { metadata: { annotations: { theirs: "x" } }, data: { b: "x" } }, "operator");
    await patch(path, { data: { c: "x" } }, "kubectl-edit");
    const found = await engine.read(configMap, made.id, made);
    deepStrictEqual((await engine.diff(configMap, found, made.inputs)).changes, {});
    const changed = await changeResource(engine, configMap, made, {
      ...map("shared", "1"),
      metadata: { name: "shared", labels: { ours: "1" } },
    });
    deepStrictEqual(changed.state.data, { a: "1", b: "x" });
    const { annotations } = changed.state.metadata as { annotations: object };
    deepStrictEqual(annotations, { theirs: "x" });
  });

  const workload = (name: string, replicas = 1) => ({
    metadata: { name, annotations: { "pulumi.com/skipAwait": "true" } },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: "c", image: "i" }] },
      },
    },
  });
  const scale = (name: string, replicas: number) =>
    patch(
      `/apis/apps/v1/namespaces/default/deployments/${name}/scale`,
      { spec: { replicas } },
      "kubectl",
    );

  it("of the number of pods end every run, since they are made through a subresource", async () => {
    const made = await makeResource(engine, deployment, workload("scaled"));
    await scale("scaled", 3);
    const found = await engine.read(deployment, made.id, made);
    deepStrictEqual((await engine.diff(deployment, found, made.inputs)).changes, {
      "spec.replicas": "UPDATE",
    });
    await rejects(
      engine.update(deployment, made.id, found, made.inputs),
      /conflict with "kubectl" with subresource "scale" using apps\/v1: \.spec\.replicas/,
    );
    const forced = await forcing.update(deployment, made.id, found, made.inputs);
    strictEqual((forced.spec as { replicas: number }).replicas, 1);
  });

  it("of a field whose changes are ignored stay, whoever owns it", async () => {
    const ignoreChanges = ["spec.replicas"];
    const made = await makeResource(forcing, deployment, workload("ignored"));
    await scale("ignored", 3);
    const { inputs: news } = await forcing.check(
      deployment,
      { ...workload("ignored"), metadata: { ...workload("ignored").metadata, labels: { a: "b" } } },
      made.inputs,
    );
    const updated = await forcing.update(deployment, made.id, made, news, { ignoreChanges });
    strictEqual((updated.spec as { replicas: number }).replicas, 3);

    const own = await makeResource(forcing, deployment, workload("own", 2));
    const { inputs } = await forcing.check(deployment, workload("own", 1), own.inputs);
    const same = await forcing.update(deployment, own.id, own, inputs, { ignoreChanges });
    strictEqual((same.spec as { replicas: number }).replicas, 2);
  });

  it("are seen by the API in a preview, which changes nothing", async () => {
    const { inputs } = await engine.check(deployment, {
      ...workload("wrong"),
      spec: { ...workload("wrong").spec, selector: { matchLabels: { app: "other" } } },
    });
    await rejects(engine.create(deployment, inputs, true), /`selector` does not match template/);
    const right = await engine.check(deployment, workload("right"));
    const { id, state } = await engine.create(deployment, right.inputs, true);
    strictEqual(id, "");
    ok((state.metadata as { uid?: string }).uid);
    const path = "/apis/apps/v1/namespaces/default/deployments/right";
    strictEqual((await k8s("GET", path)).status, 404);
  });

  it("leave an object to its owner, unless the provider may take it in", async () => {
    await k8s("POST", "/api/v1/namespaces/default/configmaps", map("there", "2"));
    const { inputs } = await engine.check(configMap, map("there", "1"));
    await rejects(engine.create(configMap, inputs), /configmaps "there" already exists/);
    strictEqual((await engine.create(configMap, inputs, true)).id, "");
    const taking = await engineFor({ upsertExistingObjects: "true" });
    await rejects(taking.create(configMap, inputs), /conflict with "tests"/);
    const forced = {
      ...map("there", "1"),
      metadata: { name: "there", annotations: { "pulumi.com/patchForce": "true" } },
    };
    const { inputs: news } = await taking.check(configMap, forced);
    match((await taking.create(configMap, news)).id, /^default\/there$/);
  });
});
