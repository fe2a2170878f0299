import { equal, ok, throws } from "node:assert/strict";

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
});
