import { deepStrictEqual } from "node:assert/strict";

import { importedInputs, prune } from "../../../../sandbox/providers/kubernetes/inputs";

describe("prune", () => {
  it("keeps of the live object what the program gives", () => {
    const live = {
      metadata: { name: "n", uid: "u" },
      spec: { replicas: 3, containers: [{ name: "c", image: "other", pull: "Always" }] },
      status: {},
    };
    const inputs = {
      metadata: { name: "n" },
      spec: { replicas: 1, containers: [{ name: "c", image: "i" }] },
      gone: true,
    };
    deepStrictEqual(prune(live, inputs), {
      metadata: { name: "n" },
      spec: { replicas: 3, containers: [{ name: "c", image: "other" }] },
    });
  });

  it("keeps a list whole when its length differs", () => {
    deepStrictEqual(prune({ list: [{ a: 1, b: 2 }, { c: 3 }] }, { list: [{ a: 1 }] }), {
      list: [{ a: 1, b: 2 }, { c: 3 }],
    });
  });
});

describe("importedInputs", () => {
  it("leaves out what only the server writes", () => {
    const metadata = { name: "n", namespace: "d", uid: "u", resourceVersion: "1", generation: 1 };
    const object = { apiVersion: "v1", kind: "ServiceAccount", metadata, status: {} };
    deepStrictEqual(importedInputs(object), {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "n", namespace: "d" },
    });
  });
});
