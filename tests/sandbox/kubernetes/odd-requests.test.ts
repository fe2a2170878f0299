import { deepStrictEqual, equal, match, ok, throws } from "node:assert/strict";
import { BinaryWriter } from "google-protobuf";
import { readProtobuf } from "../../../sandbox/kubernetes/api/protobuf";
import { applyFields } from "../../../sandbox/kubernetes/fields/apply";
import { afterUpdate } from "../../../sandbox/kubernetes/fields/managed-fields";
import type { KubernetesObject } from "../../../sandbox/kubernetes/model/object";
import { readDescriptors } from "../../../sandbox/pods/provider/descriptors";
import { readYaml } from "../../../sandbox/wire/protocols/yaml-value";
import { bearerToken, CLUSTER, clusterAddress, clusterRequest, withCluster } from "../eks-support";
import { A } from "../support";

describe("YAML that is written to wear the sandbox out", () => {
  const MAP = "/api/v1/namespaces/default/configmaps/odd?fieldManager=m";
  const APPLY = "application/apply-patch+yaml";

  /** Longer than any request needs if the server stops where it must. In milliseconds. */
  const PATIENCE = 8000;

  const times = (count: number, text: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => text(index)).join("");

  const HOSTILE: Record<string, string> = {
    "many keys": times(12_000, (index) => `k${index}: v\n`),
    "a list that ends too often": `[${"]".repeat(60_000)}`,
    "a list of nothing": `[${",".repeat(60_000)}`,
    "a node of many anchors": "&a ".repeat(30_000),
    "unknown directives": "%x\n".repeat(20_000),
    "wrong escapes": `a: "${"\\q".repeat(30_000)}"`,
    depth: "- ".repeat(30_000),
  };

  const { k8s } = withCluster();

  for (const [what, text] of Object.entries(HOSTILE)) {
    it(`is judged at once: ${what}`, async () => {
      const warned: Error[] = [];
      const warn = (warning: Error) => warned.push(warning);
      process.on("warning", warn);
      const began = Date.now();
      const { status } = await k8s("PATCH", MAP, text, APPLY);
      const took = Date.now() - began;
      process.off("warning", warn);
      ok([400, 500].includes(status), String(status));
      ok(took < PATIENCE, `${took} ms`);
      deepStrictEqual(warned, []);
    });
  }

  it("is judged at once in the parameters of a mount, too", () => {
    const began = Date.now();
    throws(() => readDescriptors(HOSTILE["a list that ends too often"] ?? "", "", []));
    ok(Date.now() - began < PATIENCE);
  });

  it("is not read where it is longer than 128 KiB, but JSON of that form is", async () => {
    throws(() => readYaml("a".repeat(128 * 1024 + 1)), /longer than 128 KiB/);
    const data = { long: "x".repeat(200 * 1024) };
    const { status, body } = await k8s("PATCH", MAP, JSON.stringify({ data }), APPLY);
    equal(status, 201);
    equal(body.data.long.length, data.long.length);
  });

  it("has no aliases, and the last of two keys counts", async () => {
    throws(() => readYaml("a: &a 1\nb: *a"), /[Aa]lias/);
    deepStrictEqual(readYaml("a: 1\na: 2"), { a: 2 });
    match(String(readYaml("a")), /^a$/);
  });
});

describe("objects that are not what Kubernetes knows", () => {
  const EVENTS = "/api/v1/namespaces/default/events";
  const MAPS = "/api/v1/namespaces/default/configmaps";
  const APPLY = "application/apply-patch+yaml";

  const { k8s, sandbox } = withCluster();

  it("are rows all the same, in which a cell may be unknown", async () => {
    const involvedObject = { kind: "Pod", name: "p" };
    const odd = { metadata: { name: "odd" }, involvedObject, message: 1, lastTimestamp: {} };
    equal((await k8s("POST", EVENTS, odd)).status, 201);
    const token = await bearerToken(sandbox, sandbox.administrator(A), CLUSTER);
    const address = clusterAddress(sandbox.endpoint, sandbox.directory, A, CLUSTER);
    const headers = { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" };
    const { status, text } = await clusterRequest(address, EVENTS, { token, headers });
    equal(status, 200, text);
    const { columnDefinitions, rows } = JSON.parse(text);
    const place = columnDefinitions.findIndex(({ name }: { name: string }) => name === "Message");
    equal(rows[0].cells[place], "<unknown>");
  });

  it("are chosen by no field that is a structure, whatever its members are called", async () => {
    const annotations = { toString: "x" };
    equal((await k8s("POST", MAPS, { metadata: { name: "named", annotations } })).status, 201);
    const chosen = (field: string) => k8s("GET", `${MAPS}?fieldSelector=${field}`);
    equal((await chosen("metadata.annotations=x")).body.items?.length, 0);
    equal((await chosen("metadata.name=named")).body.items.length, 1);
  });

  it("are refused where they are events of nothing", async () => {
    for (const involvedObject of [undefined, null, 1, {}, { kind: "Pod" }]) {
      const { status } = await k8s("POST", EVENTS, { metadata: { name: "odd2" }, involvedObject });
      equal(status, 422, JSON.stringify(involvedObject));
    }
  });

  it("are refused where their managed fields are none", async () => {
    const entry = { manager: "m", operation: "Update", apiVersion: "v1", fieldsType: "FieldsV1" };
    const set = { ...entry, fieldsV1: { "f:data": { "f:a": {} } } };
    const make = (name: string, managedFields: unknown) =>
      k8s("POST", MAPS, { metadata: { name, managedFields }, data: { a: "1" } });
    for (const wrong of [1, {}, "x", [1], [{}], [entry], [{ ...set, fieldsV1: { "f:a": 1 } }]]) {
      const { status, body } = await make("odd", wrong);
      equal(status, 400, JSON.stringify(wrong));
      match(body.message, /^metadata\.managedFields must be a list/);
    }
    equal((await make("right", [set])).status, 201);
    equal((await make("none", null)).status, 201);
    const odd = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "odd", managedFields: 1 },
    };
    equal((await k8s("PATCH", `${MAPS}/odd?fieldManager=m`, odd, APPLY)).status, 400);
  });
});

describe("a list of 10,000 items", () => {
  const pod = (value: string): KubernetesObject => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "long" },
    spec: {
      containers: [
        {
          name: "app",
          env: Array.from({ length: 10_000 }, (_, at) => ({ name: `E${at}`, value })),
        },
      ],
    },
  });

  /** Longer than linear work needs, and shorter than quadratic work. In milliseconds. */
  const PATIENCE = 12_000;

  it("is applied anew, refused to another manager, and taken over, in a time that grows with it", () => {
    const began = Date.now();
    const mine = { name: "editor", operation: "Update" as const };
    const before = pod("1");
    const managedFields = afterUpdate(undefined, before, mine);
    const live = { ...before, metadata: { ...before.metadata, managedFields } };
    const same = applyFields(live, pod("1"), "other", false);
    equal(JSON.stringify(same.spec), JSON.stringify(before.spec));
    throws(() => applyFields(live, pod("2"), "other", false), { code: 409 });
    const taken = applyFields(live, pod("2"), "other", true);
    equal(JSON.stringify(taken.spec), JSON.stringify(pod("2").spec));
    ok(Date.now() - began < PATIENCE, `${Date.now() - began} ms`);
  });

  it("is read from protobuf in such a time, too", () => {
    const message = (write: (writer: BinaryWriter) => void) => {
      const writer = new BinaryWriter();
      write(writer);
      return writer.getResultBuffer();
    };
    const text = (field: number, value: string) => (writer: BinaryWriter) =>
      writer.writeString(field, value);
    const map = message((writer) => {
      for (let at = 0; at < 30_000; at += 1) writer.writeBytes(2, message(text(1, `key-${at}`)));
    });
    const type = message((writer) => {
      writer.writeString(1, "v1");
      writer.writeString(2, "ConfigMap");
    });
    const whole = message((writer) => {
      writer.writeBytes(1, type);
      writer.writeBytes(2, map);
    });
    const began = Date.now();
    const { data } = readProtobuf(Buffer.concat([Buffer.from("k8s\0"), whole])) as {
      data: Record<string, string>;
    };
    equal(Object.keys(data).length, 30_000);
    ok(Date.now() - began < PATIENCE, `${Date.now() - began} ms`);
  });
});

describe("what needs a running container", () => {
  const PODS = "/api/v1/namespaces/default/pods";

  const { k8s } = withCluster();

  for (const [subresource, query] of [
    ["exec", "command=sh&stdin=true"],
    ["attach", "stdout=true"],
    ["portforward", "ports=80"],
  ]) {
    it(`is refused by name: ${subresource}`, async () => {
      const name = `of-${subresource}`;
      for (const method of ["GET", "POST"]) {
        const missing = await k8s(method, `${PODS}/missing/${subresource}?${query}`);
        equal(missing.body.message, 'pods "missing" not found');
      }
      const spec = { containers: [{ name: "app", image: "busybox" }] };
      await k8s("POST", PODS, { metadata: { name }, spec });
      for (const method of ["GET", "POST"]) {
        const { status, body } = await k8s(method, `${PODS}/${name}/${subresource}?${query}`);
        equal(status, 405);
        equal(body.kind, "Status");
        match(
          body.message,
          new RegExp(`^the sandbox runs no containers, so pods have no ${subresource}`),
        );
      }
    });
  }
});
