import { equal, ok, throws } from "node:assert/strict";
import { BinaryWriter } from "google-protobuf";

import { readProtobuf } from "../../../sandbox/kubernetes/api/protobuf";
import { applyFields } from "../../../sandbox/kubernetes/fields/apply";
import { afterUpdate } from "../../../sandbox/kubernetes/fields/managed-fields";
import type { KubernetesObject } from "../../../sandbox/kubernetes/model/object";

const pod = (value: string): KubernetesObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "long" },
  spec: {
    containers: [
      { name: "app", env: Array.from({ length: 10_000 }, (_, at) => ({ name: `E${at}`, value })) },
    ],
  },
});

/** In milliseconds. What is quadratic takes longer. */
const PATIENCE = 12_000;

describe("a list of 10,000 items", () => {
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
